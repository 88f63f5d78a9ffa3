/** For tests: a compound file (the container of old Office formats) whose directory has a root and one stream. */
export function compoundFile(stream: string): Buffer {
  const file = Buffer.alloc(512 * 3, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  file.fill(0, 8, 76);
  file.writeUInt16LE(9, 30); // sectors of 2⁹ bytes
  file.writeUInt32LE(1, 48); // the directory is in sector 1
  file.writeUInt32LE(0, 76); // the allocation table in sector 0
  file.writeUInt32LE(0xfffffffe, 512 + 4); // sector 1 ends its chain
  const directory = file.subarray(1024).fill(0);
  ['Root Entry', stream].forEach((name, i) => {
    directory.write(name, i * 128, 'utf16le');
    directory.writeUInt16LE(name.length * 2 + 2, i * 128 + 64);
  });
  return file;
}
