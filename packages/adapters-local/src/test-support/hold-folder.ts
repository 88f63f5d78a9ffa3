import { openDatabase } from '../database.ts';

// Opens the folder given, says so, and keeps it until the process is ended.
openDatabase(process.argv[2]!);
console.log('open');
setInterval(() => undefined, 60_000);
