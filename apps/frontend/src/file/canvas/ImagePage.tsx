import { useState } from 'react';
import classes from './canvas.module.css';

interface ImagePageProps {
  url: string;
  /** Degrees clockwise by which the picture has to be turned to be upright. */
  rotation: number;
  alt: string;
}

/** A picture, turned upright inside its page. Browsers apply EXIF orientation by themselves. */
export function ImagePage({ url, rotation, alt }: ImagePageProps) {
  const [broken, setBroken] = useState(false);
  if (broken)
    return <p className={classes.unpaintable}>This browser cannot show the picture. It can be downloaded.</p>;
  return (
    <img
      className={classes.picture}
      data-rotation={rotation}
      src={url}
      alt={alt}
      draggable={false}
      onError={() => setBroken(true)}
    />
  );
}
