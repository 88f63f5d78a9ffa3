/**
 * The blob store's tables. Bytes are in files whose names are random; what a person or client can choose (keys, media
 * types) exists only here, so no key can lead out of the folder, be too long for the file system, or differ only in
 * case. Replacing, deleting and completing are single transactions, and listing follows the keys' order.
 */
export const BLOB_STORE_SCHEMA = `
  CREATE TABLE objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    content_type TEXT NOT NULL,
    modified_at TEXT NOT NULL,
    upload_id TEXT,
    PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX objects_by_file ON objects (file);

  CREATE TABLE multipart_uploads (
    upload_id TEXT NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    file TEXT NOT NULL,
    content_type TEXT NOT NULL,
    slot_size INTEGER,
    begun_at TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX multipart_uploads_by_time ON multipart_uploads (begun_at);
  CREATE TABLE multipart_parts (
    upload_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    PRIMARY KEY (upload_id, part)
  ) WITHOUT ROWID;

  -- Files that no object has any more. Noted in the transaction that let go of them, so that a crash leaks nothing.
  CREATE TABLE garbage (
    file TEXT NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TRIGGER objects_replaced AFTER UPDATE OF file ON objects WHEN old.file <> new.file BEGIN
    INSERT INTO garbage (file, bucket) VALUES (old.file, old.bucket);
  END;
  CREATE TRIGGER objects_deleted AFTER DELETE ON objects BEGIN
    INSERT INTO garbage (file, bucket) VALUES (old.file, old.bucket);
  END;
`;
