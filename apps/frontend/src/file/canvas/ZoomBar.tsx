import type { Zoom } from '@filemill/ui';
import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowAutofitHeight, IconArrowAutofitWidth, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './canvas.module.css';

interface ZoomBarProps {
  page: number;
  pageCount: number;
  scale: number;
  zoomBy: (factor: number) => void;
  setZoom: (zoom: Zoom) => void;
}

const icon = { size: 17, stroke: 1.8 };

export function ZoomBar({ page, pageCount, scale, zoomBy, setZoom }: ZoomBarProps) {
  return (
    <div className={classes.zoomBar} role="toolbar" aria-label="Zoom">
      {pageCount > 1 && (
        <span className={classes.pageNumber}>
          {page} / {pageCount}
        </span>
      )}
      <Tool label="Zoom out (−)" onClick={() => zoomBy(1 / 1.2)}>
        <IconMinus {...icon} />
      </Tool>
      <Tooltip label="Show at 100 %">
        <UnstyledButton className={classes.scale} onClick={() => setZoom(1)}>
          {Math.round(scale * 100)} %
        </UnstyledButton>
      </Tooltip>
      <Tool label="Zoom in (+)" onClick={() => zoomBy(1.2)}>
        <IconPlus {...icon} />
      </Tool>
      <Tool label="Fit the width (0)" onClick={() => setZoom('width')}>
        <IconArrowAutofitWidth {...icon} />
      </Tool>
      <Tool label="Fit the page" onClick={() => setZoom('page')}>
        <IconArrowAutofitHeight {...icon} />
      </Tool>
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
