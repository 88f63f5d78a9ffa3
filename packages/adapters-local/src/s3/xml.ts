import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import { S3Error } from './error.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false, // keys and ETags are text, also where they look like numbers
  trimValues: false,
  isArray: (name) => name === 'Part' || name === 'Object',
});

/** An answer's document: `{ Name: … }` becomes `<Name>…</Name>`, an array a repeated element. */
export function toXml(root: string, members: Record<string, unknown>, namespace = true): string {
  const attributes = namespace ? { '@xmlns': NAMESPACE } : {};
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { ...attributes, ...members } })}`;
}

export const CompleteMultipartUpload = z.object({
  CompleteMultipartUpload: z.object({
    Part: z.array(
      z.object({
        PartNumber: z
          .string()
          .regex(/^\d{1,5}$/)
          .transform(Number),
        ETag: z.string().transform((etag) => etag.trim().replace(/^"|"$/g, '')),
      }),
    ),
  }),
});

export const Delete = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z.array(z.object({ Key: z.string().min(1) })).max(1000),
  }),
});

/** Reads a request's document, or throws `MalformedXML`. */
export function parseXml<T>(schema: z.ZodType<T>, text: string): T {
  if (text.includes('<!DOCTYPE')) throw malformed(); // S3 takes none; entities defined there are a way to fill memory
  try {
    return schema.parse(parser.parse(text, true));
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause?: unknown): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML is not well-formed or not of the form that this request takes.',
    { cause },
  );
}
