import type { Bucket, ObjectInfo } from '@filemill/core';
import type { Database } from '../database.ts';

/** What is to be stored under which key. */
export interface ObjectTarget {
  bucket: Bucket;
  key: string;
  contentType: string;
}

/** An object as the database knows it. */
export interface StoredObject extends ObjectTarget, ObjectInfo {
  /** Name of the file that has its bytes. */
  file: string;
  /** Of the multipart upload that made it. */
  uploadId: string | null;
}

export interface MultipartUpload {
  uploadId: string;
  bucket: Bucket;
  key: string;
  file: string;
  contentType: string;
  /** Distance in bytes between the places of parts in `file`; null until the first part has arrived. */
  slotSize: number | null;
}

export interface Part {
  part: number;
  /** The upload's own file, or one apart. */
  file: string;
  /** Where in the file it begins. */
  position: number;
  size: number;
  /** MD5 in hex. */
  etag: string;
}

const OBJECT = `bucket, key, file, size, etag, content_type AS contentType, modified_at AS modifiedAt,
  upload_id AS uploadId`;
const UPLOAD = `upload_id AS uploadId, bucket, key, file, content_type AS contentType, slot_size AS slotSize`;
const LAST_CHARACTER = '\u{10FFFF}';

/** The statements over the blob store's tables. Those that write must run inside `database.write`. */
export function blobRows(database: Database) {
  const sql = (text: string) => database.prepare(text);
  const findObject = sql(`SELECT ${OBJECT} FROM objects WHERE bucket = ? AND key = ?`);
  const listObjects = sql(
    `SELECT ${OBJECT} FROM objects WHERE bucket = ? AND key >= ? AND key > ? AND key < ? ORDER BY key LIMIT ?`,
  );
  const putObject = sql(
    `INSERT INTO objects (bucket, key, file, size, etag, content_type, modified_at, upload_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET file = excluded.file, size = excluded.size, etag = excluded.etag,
       content_type = excluded.content_type, modified_at = excluded.modified_at, upload_id = excluded.upload_id`,
  );
  const deleteObject = sql('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const ownerOfFile = sql('SELECT bucket FROM objects WHERE file = ?');

  const findUpload = sql(`SELECT ${UPLOAD} FROM multipart_uploads WHERE upload_id = ?`);
  const listUploadsBefore = sql(`SELECT ${UPLOAD} FROM multipart_uploads WHERE begun_at < ?`);
  const putUpload = sql(
    `INSERT INTO multipart_uploads (upload_id, bucket, key, file, content_type, begun_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const setSlotSize = sql('UPDATE multipart_uploads SET slot_size = ? WHERE upload_id = ?');
  const deleteUpload = sql('DELETE FROM multipart_uploads WHERE upload_id = ?');
  const listParts = sql(
    'SELECT part, file, position, size, etag FROM multipart_parts WHERE upload_id = ? ORDER BY part',
  );
  const findPart = sql(
    'SELECT part, file, position, size, etag FROM multipart_parts WHERE upload_id = ? AND part = ?',
  );
  const putPart = sql(
    'INSERT OR REPLACE INTO multipart_parts (upload_id, part, file, position, size, etag) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const deletePart = sql('DELETE FROM multipart_parts WHERE upload_id = ? AND part = ?');
  const deleteParts = sql('DELETE FROM multipart_parts WHERE upload_id = ?');
  const filesOfUploads = sql('SELECT file FROM multipart_uploads UNION SELECT file FROM multipart_parts');

  const listGarbage = sql('SELECT bucket, file FROM garbage LIMIT ?');
  const deleteGarbage = sql('DELETE FROM garbage WHERE file = ?');

  return {
    findObject: (bucket: Bucket, key: string) =>
      findObject.get(bucket, key) as unknown as StoredObject | undefined,
    /** Objects below `prefix` and behind `after`, in the order of their keys' bytes. */
    listObjects: (bucket: Bucket, page: { prefix: string; after: string; limit: number }) =>
      listObjects.all(
        bucket,
        page.prefix,
        page.after,
        page.prefix + LAST_CHARACTER,
        page.limit,
      ) as unknown as StoredObject[],
    putObject: (o: StoredObject) =>
      putObject.run(o.bucket, o.key, o.file, o.size, o.etag, o.contentType, o.modifiedAt, o.uploadId),
    deleteObject: (bucket: Bucket, key: string) => deleteObject.run(bucket, key),
    bucketOfFile: (file: string) => ownerOfFile.get(file)?.bucket as Bucket | undefined,

    findUpload: (uploadId: string) => findUpload.get(uploadId) as unknown as MultipartUpload | undefined,
    listUploadsBefore: (time: string) => listUploadsBefore.all(time) as unknown as MultipartUpload[],
    putUpload: (u: Omit<MultipartUpload, 'slotSize'>, begunAt: string) =>
      putUpload.run(u.uploadId, u.bucket, u.key, u.file, u.contentType, begunAt),
    setSlotSize: (uploadId: string, size: number) => setSlotSize.run(size, uploadId),
    deleteUpload: (uploadId: string) => {
      deleteParts.run(uploadId);
      deleteUpload.run(uploadId);
    },
    listParts: (uploadId: string) => listParts.all(uploadId) as unknown as Part[],
    findPart: (uploadId: string, part: number) => findPart.get(uploadId, part) as unknown as Part | undefined,
    putPart: (uploadId: string, p: Part) => putPart.run(uploadId, p.part, p.file, p.position, p.size, p.etag),
    deletePart: (uploadId: string, part: number) => deletePart.run(uploadId, part),
    filesOfUploads: () => new Set(filesOfUploads.all().map((row) => row.file as string)),

    listGarbage: (limit: number) => listGarbage.all(limit) as unknown as { bucket: Bucket; file: string }[],
    deleteGarbage: (file: string) => deleteGarbage.run(file),
  };
}

export type BlobRows = ReturnType<typeof blobRows>;
