import { formatItems, formatPercent, useFocus, useFocusStore } from '@filemill/ui';
import type { Field } from '@filemill/rpc/client';
import { useMemo } from 'react';
import { fieldId } from '../model/pieces.ts';
import { isDoubtful, pagesOf, type Results } from '../model/results.ts';
import { CopyButtons } from './CopyButtons.tsx';
import { PanelBar } from './PanelBar.tsx';
import { pieceHandlers } from './piece-handlers.ts';
import { usePieceKeys } from './use-piece-keys.ts';
import { VirtualRows } from './VirtualRows.tsx';
import classes from './results.module.css';

/** Keys and their values, read from the layout or from a fillable form. */
export function FieldsPanel({ results, fileName }: { results: Results; fileName: string }) {
  const pages = pagesOf(results);
  const fields = useMemo(
    () =>
      pages.flatMap(({ page, fields: found }) =>
        found.map((field, f) => ({ id: fieldId(page, f), page, field })),
      ),
    [pages],
  );
  usePieceKeys(useMemo(() => fields.map(({ id }) => id), [fields]));
  const store = useFocusStore();
  return (
    <>
      <PanelBar summary={formatItems(fields.length, 'field')}>
        <CopyButtons
          text={() => fields.map(({ field }) => `${field.key}\t${field.value}`).join('\n')}
          fileName={`${fileName}-fields.txt`}
        />
      </PanelBar>
      <VirtualRows
        label="Fields"
        rows={fields}
        estimate={56}
        rowOf={(id) =>
          fields.findIndex((field) => field.id === id || field.id === id.replace('/key/', '/field/'))
        }
        {...pieceHandlers(store)}
        render={({ id, page, field }) => (
          <FieldRow id={id} page={page} field={field} many={pages.length > 1} />
        )}
      />
    </>
  );
}

function FieldRow({ id, page, field, many }: { id: string; page: number; field: Field; many: boolean }) {
  const lit = useFocus(({ hovered, selected }) =>
    hovered === id ? 'hovered' : selected === id ? 'selected' : undefined,
  );
  const doubtful = isDoubtful(field.confidence) && `${formatPercent(field.confidence)} sure`;
  const facts = [many && `page ${page}`, field.source === 'form' && 'form field', doubtful].filter(Boolean);
  return (
    <button type="button" className={classes.field} data-piece={id} data-lit={lit}>
      <bdi className={classes.key}>{field.key}</bdi>
      <bdi className={classes.value}>{field.value || '—'}</bdi>
      {facts.length > 0 && <span className={classes.facts}>{facts.join(', ')}</span>}
    </button>
  );
}
