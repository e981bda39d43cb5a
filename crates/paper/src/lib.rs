//! Words in English and French, numbers, dates, charts and letter templates; pure.
