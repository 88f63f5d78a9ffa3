import { zip } from './zip.fixture.ts';

/** For tests: the smallest Office documents that programs would open. */

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const relations = (entries: [id: string, type: string, target: string][]) =>
  `<?xml version="1.0"?><Relationships xmlns="${RELATIONS}">${entries
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const CONTENT_TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';

/** `body` is WordprocessingML. */
export const docxParts = (body: string) => ({
  '[Content_Types].xml': CONTENT_TYPES,
  '_rels/.rels': relations([['rId1', 'officeDocument', 'word/document.xml']]),
  'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  'word/styles.xml':
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
  'word/_rels/document.xml.rels': relations([['rId1', 'styles', 'styles.xml']]),
});

/** Paragraph of a Word document, with a style where one is given. */
export const wordParagraph = (text: string, style?: string) =>
  `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** `sheets` by name: SpreadsheetML rows. Style 1 is a date. */
export function xlsx(sheets: Record<string, string>, strings: string[]): Buffer {
  const names = Object.keys(sheets);
  return zip({
    '[Content_Types].xml': CONTENT_TYPES,
    'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><sheets>${names
      .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      names.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`]),
    ),
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    ...Object.fromEntries(
      Object.values(sheets).map((rows, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
  });
}

/** `slides`: DrawingML shapes, in the order of showing, which is not the order of the parts. */
export function pptx(slides: string[]): Buffer {
  const part = (i: number) => `slide${slides.length - i}.xml`;
  return zip({
    '[Content_Types].xml': CONTENT_TYPES,
    'ppt/presentation.xml': `<p:presentation xmlns:r="${OFFICE}"><p:sldIdLst>${slides
      .map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 1}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      slides.map((_, i) => [`rId${i + 1}`, 'slide', `slides/${part(i)}`]),
    ),
    ...Object.fromEntries(
      slides.map((shapes, i) => [`ppt/slides/${part(i)}`, `<p:sld><p:cSld>${shapes}</p:cSld></p:sld>`]),
    ),
  });
}

/** `body` is what is in `office:text`; `manifest` what is in the manifest. */
export const odt = (body: string, manifest = '') =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'META-INF/manifest.xml': `<manifest:manifest>${manifest}</manifest:manifest>`,
    'content.xml': `<?xml version="1.0"?><office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
  });
