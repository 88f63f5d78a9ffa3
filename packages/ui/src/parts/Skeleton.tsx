import { useEffect, useState } from 'react';
import classes from './Skeleton.module.css';

/** True once `ms` have gone by: what takes less needs no skeleton. */
export function useDelayed(ms = 300): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** Grey lines in the place of rows that are being loaded; nothing in the first 300 ms. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const late = useDelayed();
  if (!late) return <div className={classes.rows} aria-busy="true" />;
  return (
    <div className={classes.rows} aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.row} />
      ))}
    </div>
  );
}
