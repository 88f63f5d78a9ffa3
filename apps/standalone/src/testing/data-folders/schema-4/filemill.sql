CREATE TABLE jobs (
    job_id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    created_at TEXT NOT NULL,
    round INTEGER NOT NULL,
    idempotency_key TEXT,
    members TEXT NOT NULL
  );
CREATE TABLE job_counts (
    job_id TEXT NOT NULL PRIMARY KEY,
    pending INTEGER NOT NULL DEFAULT 0 CHECK (pending >= 0),
    uploaded INTEGER NOT NULL DEFAULT 0 CHECK (uploaded >= 0),
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued >= 0),
    running INTEGER NOT NULL DEFAULT 0 CHECK (running >= 0),
    succeeded INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
    failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled >= 0)
  ) WITHOUT ROWID;
CREATE TABLE files (
    job_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    lease_until TEXT,
    members TEXT NOT NULL,
    PRIMARY KEY (job_id, file_id)
  );
CREATE TABLE reusable_results (
    reuse_key TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL,
    members TEXT NOT NULL
  );
CREATE TABLE queues (
    queue INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    next_id INTEGER NOT NULL DEFAULT 1,
    live INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0
  );
CREATE TABLE messages (
    queue INTEGER NOT NULL,
    id INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    receipt TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
CREATE TABLE dead_letters (
    queue INTEGER NOT NULL,
    id INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
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
CREATE TABLE multipart_uploads (
    upload_id TEXT NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    file TEXT NOT NULL,
    content_type TEXT NOT NULL,
    slot_size INTEGER,
    begun_at TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE multipart_parts (
    upload_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    file TEXT NOT NULL,
    position INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    PRIMARY KEY (upload_id, part)
  ) WITHOUT ROWID;
CREATE TABLE garbage (
    file TEXT NOT NULL PRIMARY KEY,
    bucket TEXT NOT NULL
  ) WITHOUT ROWID;
CREATE TABLE failures (
    owner TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    cause TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (owner, fingerprint)
  ) WITHOUT ROWID;
CREATE TABLE failed_files (
    owner TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    job_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    PRIMARY KEY (owner, fingerprint, job_id, file_id)
  );
CREATE TABLE metric_series (
    series INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    labels TEXT NOT NULL,
    UNIQUE (name, labels)
  );
CREATE TABLE metric_points (
    series INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    value REAL NOT NULL,
    buckets TEXT,
    PRIMARY KEY (series, minute)
  ) WITHOUT ROWID;
INSERT INTO jobs VALUES ('01m855cn4grd22448y7swr1rpy', 'local', 'partial', '2026-11-23T21:35:59.767Z', '2026-11-23T21:35:59.632Z', 1, NULL, '{"name":"0.txt and 2 more","options":{},"fileCount":3,"totalBytes":23,"uploadDeadline":"2026-11-24T21:35:59.632Z","endedAt":"2026-11-23T21:35:59.767Z"}');
INSERT INTO jobs VALUES ('01m855cn9bsebnjp5994x0sywy', 'local', 'uploading', '2026-11-23T21:35:59.787Z', '2026-11-23T21:35:59.787Z', 0, NULL, '{"name":"still uploading","options":{},"fileCount":1,"totalBytes":4,"uploadDeadline":"2026-11-24T21:35:59.787Z"}');
INSERT INTO job_counts VALUES ('01m855cn4grd22448y7swr1rpy', 0, 0, 0, 0, 2, 1, 0);
INSERT INTO job_counts VALUES ('01m855cn9bsebnjp5994x0sywy', 1, 0, 0, 0, 0, 0, 0);
INSERT INTO files VALUES ('01m855cn4grd22448y7swr1rpy', '000001', 'succeeded', '2026-11-23T21:35:59.766Z', 1, NULL, '{"name":"0.txt","size":5,"contentType":"application/octet-stream","key":"01m855cn4grd22448y7swr1rpy/000001","tries":1,"attempts":[{"attempt":1,"startedAt":"2026-11-23T21:35:59.745Z","endedAt":"2026-11-23T21:35:59.766Z"}],"results":[{"analysis":"text","engine":{"name":"none","version":"1"},"seconds":0,"key":"01m855cn4grd22448y7swr1rpy/000001/1/text.json","sha256":"30b54633a32d0818c1c3c01c3ee0ef3b596c6f25370e5922bcfd5be296c339cf","size":412}],"previews":[],"failures":[],"uploadedAt":"2026-11-23T21:35:59.716Z","kind":"document","media":{"kind":"document","mediaType":"text/plain","size":5,"sha256":"8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8","pages":1}}');
INSERT INTO files VALUES ('01m855cn4grd22448y7swr1rpy', '000002', 'failed', '2026-11-23T21:35:59.755Z', 1, NULL, '{"name":"1.txt","size":13,"contentType":"application/octet-stream","key":"01m855cn4grd22448y7swr1rpy/000002","tries":1,"attempts":[{"attempt":1,"startedAt":"2026-11-23T21:35:59.745Z","endedAt":"2026-11-23T21:35:59.755Z","error":{"code":"file.corrupt","message":"The file is damaged.","stage":"analyze"}}],"results":[],"previews":[],"failures":[],"uploadedAt":"2026-11-23T21:35:59.716Z","kind":"document","media":{"kind":"document","mediaType":"text/plain","size":13,"sha256":"87668ef5e70bbb164737245cdfc1fca8f1c97d5f3d3a9e71287646dfcf6c0651","pages":1},"error":{"code":"file.corrupt","message":"The file is damaged.","stage":"analyze"},"cause":"f70035e39322"}');
INSERT INTO files VALUES ('01m855cn4grd22448y7swr1rpy', '000003', 'succeeded', '2026-11-23T21:35:59.767Z', 1, NULL, '{"name":"2.txt","size":5,"contentType":"application/octet-stream","key":"01m855cn4grd22448y7swr1rpy/000003","tries":1,"attempts":[{"attempt":1,"startedAt":"2026-11-23T21:35:59.745Z","endedAt":"2026-11-23T21:35:59.767Z"}],"results":[{"analysis":"text","engine":{"name":"none","version":"1"},"seconds":0,"key":"01m855cn4grd22448y7swr1rpy/000003/1/text.json","sha256":"d7c98aae6f191c0bcfc37ac74be7638cbe0238e149c2492bdd5e6ded07c02a94","size":412}],"previews":[],"failures":[],"uploadedAt":"2026-11-23T21:35:59.716Z","kind":"document","media":{"kind":"document","mediaType":"text/plain","size":5,"sha256":"be9d587defa1f0c09ef49eb17e206983a5f8f8289e4281860bd0ee5a19592c67","pages":1}}');
INSERT INTO files VALUES ('01m855cn9bsebnjp5994x0sywy', '000001', 'pending', '2026-11-23T21:35:59.787Z', 0, NULL, '{"name":"late.txt","size":4,"contentType":"application/octet-stream","key":"01m855cn9bsebnjp5994x0sywy/000001","tries":0,"attempts":[],"results":[],"previews":[],"failures":[]}');
INSERT INTO reusable_results VALUES ('filemill.result/1|none-1|local|8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8|text|', '01m855cn4grd22448y7swr1rpy', '{"jobId":"01m855cn4grd22448y7swr1rpy","fileId":"000001","kind":"document","media":{"kind":"document","mediaType":"text/plain","size":5,"sha256":"8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8","pages":1},"results":[{"analysis":"text","engine":{"name":"none","version":"1"},"seconds":0,"key":"01m855cn4grd22448y7swr1rpy/000001/1/text.json","sha256":"30b54633a32d0818c1c3c01c3ee0ef3b596c6f25370e5922bcfd5be296c339cf","size":412}],"previews":[],"failures":[]}');
INSERT INTO reusable_results VALUES ('filemill.result/1|none-1|local|be9d587defa1f0c09ef49eb17e206983a5f8f8289e4281860bd0ee5a19592c67|text|', '01m855cn4grd22448y7swr1rpy', '{"jobId":"01m855cn4grd22448y7swr1rpy","fileId":"000003","kind":"document","media":{"kind":"document","mediaType":"text/plain","size":5,"sha256":"be9d587defa1f0c09ef49eb17e206983a5f8f8289e4281860bd0ee5a19592c67","pages":1},"results":[{"analysis":"text","engine":{"name":"none","version":"1"},"seconds":0,"key":"01m855cn4grd22448y7swr1rpy/000003/1/text.json","sha256":"d7c98aae6f191c0bcfc37ac74be7638cbe0238e149c2492bdd5e6ded07c02a94","size":412}],"previews":[],"failures":[]}');
INSERT INTO queues VALUES (1, 'jobs', 2, 0, 0);
INSERT INTO queues VALUES (2, 'tasks', 4, 0, 0);
INSERT INTO queues VALUES (3, 'events/complete-upload', 4, 0, 0);
INSERT INTO queues VALUES (4, 'events/enqueue-job', 2, 0, 0);
INSERT INTO queues VALUES (5, 'events/keep-receipts', 2, 0, 0);
INSERT INTO queues VALUES (6, 'events/notify-owner', 2, 0, 0);
INSERT INTO objects VALUES ('results', '01m855cn4grd22448y7swr1rpy/000001/1/text.json', 'd34efe02ec42f7fa4c66380035d0a759', 412, '5fa681229931b054a6410b02f77ccef3', 'application/json', '2026-11-23T21:35:59.763Z', NULL);
INSERT INTO objects VALUES ('results', '01m855cn4grd22448y7swr1rpy/000003/1/text.json', '0cf8819485e6e2e6faa557c2948f3206', 412, 'f240cc0738fb54ff1d90fd3aab54d4e3', 'application/json', '2026-11-23T21:35:59.765Z', NULL);
INSERT INTO objects VALUES ('results', '01m855cn4grd22448y7swr1rpy/receipts/1/000001.jsonl', '2a1a2e228e10fd91e39f384ccbf715af', 1781, 'c44c157eaf373b425deab3117fb0ccf7', 'application/x-ndjson', '2026-11-23T21:35:59.775Z', NULL);
INSERT INTO objects VALUES ('uploads', '01m855cn4grd22448y7swr1rpy/000001', 'c1ff826cf77ff309770d27cb5113ee2a', 5, '2c1743a391305fbf367df8e4f069f9f9', 'application/octet-stream', '2026-11-23T21:35:59.712Z', NULL);
INSERT INTO objects VALUES ('uploads', '01m855cn4grd22448y7swr1rpy/000002', 'cb65be2b13798a0cde35264d70958365', 13, '00867290ff5ef808dc85f5780343d036', 'application/octet-stream', '2026-11-23T21:35:59.713Z', NULL);
INSERT INTO objects VALUES ('uploads', '01m855cn4grd22448y7swr1rpy/000003', '61f4aeb447e8b193625ca4b96542185d', 5, '05b048d7242cb7b8b57cfa3b1d65ecea', 'application/octet-stream', '2026-11-23T21:35:59.712Z', NULL);
INSERT INTO failures VALUES ('local', 'f70035e39322', '{"code":"file.corrupt","stage":"analyze","detail":"The file is damaged."}', 1, '2026-11-23T21:35:59.755Z', '2026-11-23T21:35:59.755Z');
INSERT INTO failed_files VALUES ('local', 'f70035e39322', '01m855cn4grd22448y7swr1rpy', '000002');
INSERT INTO metric_series VALUES (1, 'files_accepted_total', '{}');
INSERT INTO metric_series VALUES (2, 'bytes_accepted_total', '{}');
INSERT INTO metric_series VALUES (3, 'files_ended_total', '{"state":"failed"}');
INSERT INTO metric_series VALUES (4, 'files_ended_total', '{"state":"succeeded"}');
INSERT INTO metric_series VALUES (5, 'bytes_ended_total', '{"state":"failed"}');
INSERT INTO metric_series VALUES (6, 'bytes_ended_total', '{"state":"succeeded"}');
INSERT INTO metric_series VALUES (7, 'jobs_ended_total', '{"state":"partial"}');
INSERT INTO metric_series VALUES (8, 'attempts_total', '{"outcome":"failed"}');
INSERT INTO metric_series VALUES (9, 'attempts_total', '{"outcome":"succeeded"}');
INSERT INTO metric_series VALUES (10, 'failures_total', '{"code":"file.corrupt","stage":"analyze","engine":""}');
INSERT INTO metric_series VALUES (11, 'api_requests_total', '{"procedure":"createJob","code":"200"}');
INSERT INTO metric_series VALUES (12, 'api_requests_total', '{"procedure":"requestUpload","code":"200"}');
INSERT INTO metric_series VALUES (13, 'api_requests_total', '{"procedure":"getJob","code":"200"}');
INSERT INTO metric_series VALUES (14, 'api_seconds', '{"procedure":"createJob"}');
INSERT INTO metric_series VALUES (15, 'api_seconds', '{"procedure":"requestUpload"}');
INSERT INTO metric_series VALUES (16, 'api_seconds', '{"procedure":"getJob"}');
INSERT INTO metric_series VALUES (17, 'job_stage_seconds', '{"stage":"uploading"}');
INSERT INTO metric_series VALUES (18, 'job_stage_seconds', '{"stage":"ready"}');
INSERT INTO metric_series VALUES (19, 'job_stage_seconds', '{"stage":"queued"}');
INSERT INTO metric_series VALUES (20, 'job_stage_seconds', '{"stage":"running"}');
INSERT INTO metric_series VALUES (21, 'job_stage_seconds', '{"stage":"notify"}');
INSERT INTO metric_series VALUES (22, 'file_stage_seconds', '{"stage":"pending"}');
INSERT INTO metric_series VALUES (23, 'file_stage_seconds', '{"stage":"uploaded"}');
INSERT INTO metric_series VALUES (24, 'file_stage_seconds', '{"stage":"queued"}');
INSERT INTO metric_series VALUES (25, 'file_stage_seconds', '{"stage":"running"}');
INSERT INTO metric_series VALUES (26, 'queue_messages', '{"queue":"jobs","state":"visible"}');
INSERT INTO metric_series VALUES (27, 'queue_messages', '{"queue":"jobs","state":"in_flight"}');
INSERT INTO metric_series VALUES (28, 'queue_messages', '{"queue":"jobs","state":"delayed"}');
INSERT INTO metric_series VALUES (29, 'queue_messages', '{"queue":"jobs","state":"dead"}');
INSERT INTO metric_series VALUES (30, 'queue_messages', '{"queue":"tasks","state":"visible"}');
INSERT INTO metric_series VALUES (31, 'queue_messages', '{"queue":"tasks","state":"in_flight"}');
INSERT INTO metric_series VALUES (32, 'queue_messages', '{"queue":"tasks","state":"delayed"}');
INSERT INTO metric_series VALUES (33, 'queue_messages', '{"queue":"tasks","state":"dead"}');
INSERT INTO metric_series VALUES (34, 'queue_oldest_seconds', '{"queue":"jobs"}');
INSERT INTO metric_series VALUES (35, 'queue_oldest_seconds', '{"queue":"tasks"}');
INSERT INTO metric_series VALUES (36, 'open_jobs', '{"state":"uploading"}');
INSERT INTO metric_series VALUES (37, 'open_jobs', '{"state":"ready"}');
INSERT INTO metric_series VALUES (38, 'open_jobs', '{"state":"queued"}');
INSERT INTO metric_series VALUES (39, 'open_jobs', '{"state":"running"}');
INSERT INTO metric_series VALUES (40, 'open_jobs', '{"state":"cancelling"}');
INSERT INTO metric_series VALUES (41, 'open_jobs', '{"state":"reopening"}');
INSERT INTO metric_series VALUES (42, 'open_jobs', '{"state":"deleting"}');
INSERT INTO metric_series VALUES (43, 'open_jobs_oldest_seconds', '{"state":"uploading"}');
INSERT INTO metric_series VALUES (44, 'open_jobs_oldest_seconds', '{"state":"ready"}');
INSERT INTO metric_series VALUES (45, 'open_jobs_oldest_seconds', '{"state":"queued"}');
INSERT INTO metric_series VALUES (46, 'open_jobs_oldest_seconds', '{"state":"running"}');
INSERT INTO metric_series VALUES (47, 'open_jobs_oldest_seconds', '{"state":"cancelling"}');
INSERT INTO metric_series VALUES (48, 'open_jobs_oldest_seconds', '{"state":"reopening"}');
INSERT INTO metric_series VALUES (49, 'open_jobs_oldest_seconds', '{"state":"deleting"}');
INSERT INTO metric_series VALUES (50, 'upload_stalls', '{}');
INSERT INTO metric_series VALUES (51, 'conservation_gap', '{}');
INSERT INTO metric_points VALUES (1, 29924496, 4, NULL);
INSERT INTO metric_points VALUES (2, 29924496, 27, NULL);
INSERT INTO metric_points VALUES (3, 29924496, 1, NULL);
INSERT INTO metric_points VALUES (4, 29924496, 2, NULL);
INSERT INTO metric_points VALUES (5, 29924496, 13, NULL);
INSERT INTO metric_points VALUES (6, 29924496, 10, NULL);
INSERT INTO metric_points VALUES (7, 29924496, 1, NULL);
INSERT INTO metric_points VALUES (8, 29924496, 1, NULL);
INSERT INTO metric_points VALUES (9, 29924496, 2, NULL);
INSERT INTO metric_points VALUES (10, 29924496, 1, NULL);
INSERT INTO metric_points VALUES (11, 29924496, 2, NULL);
INSERT INTO metric_points VALUES (12, 29924496, 3, NULL);
INSERT INTO metric_points VALUES (13, 29924496, 3, NULL);
INSERT INTO metric_points VALUES (14, 29924496, 0.010956036999999925, '[0,1,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (15, 29924496, 0.0048894510000002354, '[1,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (16, 29924496, 0.019773410000000016, '[1,1,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (17, 29924496, 0.086, '[0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (18, 29924496, 0.021, '[0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (19, 29924496, 0.004, '[0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (20, 29924496, 0.024, '[0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (21, 29924496, 0.009, '[0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (22, 29924496, 0.252, '[0,0,0,0,0,0,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (23, 29924496, 0.084, '[0,0,0,0,0,3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (24, 29924496, 0.003, '[3,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (25, 29924496, 0.053, '[0,0,0,1,0,2,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]');
INSERT INTO metric_points VALUES (26, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (27, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (28, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (29, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (30, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (31, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (32, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (33, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (34, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (35, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (36, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (37, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (38, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (39, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (40, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (41, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (42, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (43, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (44, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (45, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (46, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (47, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (48, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (49, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (50, 29924496, 0, NULL);
INSERT INTO metric_points VALUES (51, 29924496, 0, NULL);
CREATE UNIQUE INDEX jobs_by_key ON jobs (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_by_owner ON jobs (owner, created_at, job_id) WHERE state NOT IN ('draft', 'deleting');
CREATE INDEX jobs_by_state ON jobs (state, since, job_id);
CREATE INDEX files_by_state ON files (job_id, state, file_id);
CREATE INDEX files_by_lease ON files (lease_until, job_id, file_id)
    WHERE state = 'running' AND lease_until IS NOT NULL;
CREATE INDEX reusable_results_by_job ON reusable_results (job_id);
CREATE INDEX messages_by_visibility ON messages (queue, visible_at);
CREATE UNIQUE INDEX objects_by_file ON objects (file);
CREATE INDEX multipart_uploads_by_time ON multipart_uploads (begun_at);
CREATE TRIGGER objects_replaced AFTER UPDATE OF file ON objects WHEN old.file <> new.file BEGIN
    INSERT INTO garbage (file, bucket) VALUES (old.file, old.bucket);
  END;
CREATE TRIGGER objects_deleted AFTER DELETE ON objects BEGIN
    INSERT INTO garbage (file, bucket) VALUES (old.file, old.bucket);
  END;
PRAGMA user_version = 4;
