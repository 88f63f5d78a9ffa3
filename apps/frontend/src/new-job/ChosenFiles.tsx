import { formatBytes, formatItems } from '@filemill/ui';
import { CloseButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { ChosenFile } from './collect.ts';
import type { Plan } from './plan.ts';
import classes from './NewJobDialog.module.css';

/** The files of a job to be: each can be taken out; what is left out is named with its reason. */
export function ChosenFiles({ plan, onRemove }: { plan: Plan; onRemove: (file: ChosenFile) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: plan.files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 4,
  });
  return (
    <div className={classes.files}>
      <div ref={scroller} className={classes.list} tabIndex={0} aria-label="Files of the job">
        <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const chosen = plan.files[index]!;
            return (
              <div key={index} className={classes.row} style={{ transform: `translateY(${start}px)` }}>
                <bdi className={classes.name} title={chosen.name}>
                  {chosen.name}
                </bdi>
                <span className={classes.size}>{formatBytes(chosen.file.size)}</span>
                <CloseButton
                  size="sm"
                  aria-label={`Leave out ${chosen.name}`}
                  onClick={() => onRemove(chosen)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {plan.leftOut.length > 0 && <LeftOut leftOut={plan.leftOut} />}
    </div>
  );
}

const NAMED = 3;

function LeftOut({ leftOut }: { leftOut: Plan['leftOut'] }) {
  const named = leftOut.slice(0, NAMED).map(({ name, reason }) => `${name.slice(0, 80)} ${reason}`);
  const rest = leftOut.length - named.length;
  return (
    <div className={classes.leftOut} role="status">
      {formatItems(leftOut.length, 'file')} will not be sent: {named.join(', ')}
      {rest > 0 && ` and ${rest} more`}.
    </div>
  );
}
