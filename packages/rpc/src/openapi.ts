import { OpenAPIGenerator, type OpenAPI } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from './contract.ts';

let document: Promise<OpenAPI.Document> | undefined;

/** The OpenAPI 3.1 document of the contract; made once. */
export function openApiDocument(): Promise<OpenAPI.Document> {
  document ??= new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(
    contract,
    {
      info: {
        title: 'Filemill',
        version: '0.1.0',
        description:
          'Make a job, upload its files straight to object storage, and read what is in them. Every procedure is a POST with a JSON object.',
      },
      servers: [{ url: '/rpc' }],
    },
  );
  return document;
}
