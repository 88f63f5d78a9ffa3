import { crc32, deflateRawSync } from 'node:zlib';

/** For tests: a ZIP file of these parts, as Office programs write them. */
export interface ZipOptions {
  /** Sets the flag that says that the parts are encrypted. */
  encrypted?: boolean;
  /** Unpacked size that the headers claim, instead of the true one. */
  claimedSize?: number;
}

export function zip(parts: Record<string, string | Buffer>, options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const header = describe(Buffer.from(content), options);
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    header.fields.copy(local, 4);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 4);
    header.fields.copy(central, 6);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, nameBytes, header.packed);
    centrals.push(central, nameBytes);
    offset += local.length + nameBytes.length + header.packed.length;
  }
  return Buffer.concat([...locals, ...centrals, end(Object.keys(parts).length, offset, centrals)]);
}

/** The 22 bytes that local and central headers share, from "version needed" to the unpacked size. */
function describe(content: Buffer, { encrypted, claimedSize }: ZipOptions) {
  const packed = deflateRawSync(content);
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE((encrypted ? 1 : 0) | 0x800, 2); // 0x800: names are UTF-8
  fields.writeUInt16LE(8, 4); // deflated
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(claimedSize ?? content.length, 18);
  return { packed, fields };
}

function end(entries: number, offset: number, centrals: Buffer[]): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(entries, 8);
  record.writeUInt16LE(entries, 10);
  record.writeUInt32LE(Buffer.concat(centrals).length, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
