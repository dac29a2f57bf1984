-- Format 13. Lists of a past day read all that is kept of it once, and ask of that.
DROP INDEX past_day;
