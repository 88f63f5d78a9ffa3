import { openDatabase } from '../database.ts';

// Opens the folder given, says so, and keeps it until the process is ended.
const db = openDatabase(process.argv[2]!);
console.log('open');
setInterval(() => db, 60_000); // holds on to it: a database that nobody has any more is closed
