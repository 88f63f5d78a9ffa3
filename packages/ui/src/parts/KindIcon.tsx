import { IconFile, IconFileText, IconMovie, IconPhoto, IconWaveSine, type Icon } from '@tabler/icons-react';
import classes from './KindIcon.module.css';

export type Kind = 'document' | 'image' | 'audio' | 'video';

const ICONS: Record<Kind, Icon> = {
  document: IconFileText,
  image: IconPhoto,
  audio: IconWaveSine,
  video: IconMovie,
};

/** The icon of a kind of file in the kind's hue; a plain sheet while the kind is not known. */
export function KindIcon({ kind, size = 18 }: { kind?: Kind; size?: number }) {
  const Glyph = kind ? ICONS[kind] : IconFile;
  return <Glyph className={classes.icon} data-kind={kind} size={size} stroke={1.7} aria-hidden />;
}

/** The same on a tinted ground: stands in for a thumbnail. */
export function KindTile({ kind }: { kind?: Kind }) {
  return (
    <span className={classes.tile} data-kind={kind}>
      <KindIcon kind={kind} size={30} />
    </span>
  );
}
