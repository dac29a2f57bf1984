-- Format 13. What is kept of the past of an event tells its sides apart. Lists of a past day read all of it once, and ask of that.
DROP INDEX past_day;
