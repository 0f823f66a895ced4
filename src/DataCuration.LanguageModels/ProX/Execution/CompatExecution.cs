using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Executes a program as the reference does (GAIR-NLP/ProX at b3fcbb2, utils/chunk_utils.py), with the same result to the bit.</summary>
/// <remarks>The reference stores each line number and splits the text for each step. Here, intervals and vectorised searches do the same work.</remarks>
internal static class CompatExecution
{
    /// <summary>Executes a program on a document.</summary>
    public static ProXResult Run(ReadOnlyMemory<byte> text, ReadOnlySpan<char> program, ProXOptions options, CancellationToken cancellationToken)
    {
        List<ProgramEntry>? entries = CompatParser.Parse(program, options.Limits.MaxCompatCalls);
        if (entries is null) return Exceeded(text, [], 0);
        var edited = new TextBuffers(text.Span);
        try
        {
            return Run(text, ref edited, entries, options, cancellationToken);
        }
        finally
        {
            edited.Dispose();
        }
    }

    private static ProXResult Run(ReadOnlyMemory<byte> text, ref TextBuffers edited, List<ProgramEntry> entries, ProXOptions options,
        CancellationToken cancellationToken)
    {
        ProXCallResult[] calls = entries.Count == 0 ? [] : new ProXCallResult[entries.Count];
        List<(long First, long Last)> intervals = new(calls.Length);
        bool removesAll = false;
        int errors = 0;
        long work = 0, maxLength = Math.Max(text.Length, (long)Math.Min(options.Limits.MaxCompatBytes, options.Limits.MaxCompatGrowth * text.Length));
        for (int i = 0; i < calls.Length; i++)
        {
            ProgramEntry entry = entries[i];
            long effect = 0;
            ProXCallStatus status = ProXCallStatus.Done;
            switch (entry.Call)
            {
                case ProXRemoveLines lines:
                    intervals.Add((lines.First, lines.Last));
                    break;
                case ProXRemoveAll:
                    removesAll = true;
                    break;
                case ProXNormalize normalize when !entry.IsIgnored:
                    cancellationToken.ThrowIfCancellationRequested();
                    work += edited.Current.Length;
                    effect = work > options.Limits.MaxCompatWork ? -1 : Replace(ref edited, normalize, maxLength);
                    if (effect < 0) return Exceeded(text, calls, errors);
                    if (effect == 0) status = ProXCallStatus.SourceAbsent;
                    break;
                default:
                    status = entry.Error == ProXErrorCode.None ? ProXCallStatus.NoEffect : ProXCallStatus.Error;
                    break;
            }
            if (entry.Error != ProXErrorCode.None) errors++;
            calls[i] = new ProXCallResult { Line = entry.Line, Call = entry.Call, Status = status, Error = entry.Error, Effect = effect };
        }
        List<ProXLineRange> removed = [];
        if (removesAll || intervals.Count > 0)
        {
            int lines = edited.Current.Count((byte)'\n') + 1;
            LineIntervals.Sort(intervals);
            errors += LineIntervals.CountOutside(intervals, lines);
            removed = removesAll ? [new ProXLineRange(0, lines - 1)] : LineIntervals.Clip(intervals, lines);
            CountLines(calls, lines);
        }
        return Accept(text, edited.Current, removed, calls, errors, options);
    }

    /// <summary>The reference's rules for accepting a result.</summary>
    private static ProXResult Accept(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> edited, List<ProXLineRange> ranges, ProXCallResult[] calls, int errors,
        ProXOptions options)
    {
        bool isReplaced = edited != text.Span && !edited.SequenceEqual(text.Span);
        List<(int Start, int End)> removed = new(ranges.Count);
        if (ranges.Count > 0) LineRemoval.Find(edited, ranges, removed);
        long before = Utf8Words.Count(text.Span), after = isReplaced ? Utf8Words.Count(edited) : before;
        // Line feeds separate words, so the words of lines add up.
        foreach ((int start, int end) in removed) after -= Utf8Words.Count(edited[start..end]);
        bool isEdited = isReplaced || removed.Exists(part => part.End > part.Start);
        bool isValid = errors < options.ErrorLimit;
        double ratio = (double)after / before;
        ProXReason reason = before == 0 ? ProXReason.NoWords
            : ratio <= 1 - options.DropShare && isValid ? ProXReason.MostlyRemoved
            : after <= options.ShortDocumentWords ? ProXReason.TooShort
            : ratio >= options.MinKeptShare && isValid ? ProXReason.None
            : isValid ? ProXReason.TooLittleKept : ProXReason.InvalidProgram;
        ProXOutcome outcome = reason is ProXReason.NoWords or ProXReason.MostlyRemoved or ProXReason.TooShort ? ProXOutcome.Dropped
            : !isEdited ? ProXOutcome.Unchanged : reason == ProXReason.None ? ProXOutcome.Edited : ProXOutcome.Reverted;
        return new ProXResult
        {
            Outcome = outcome,
            Reason = reason,
            Utf8Text = outcome == ProXOutcome.Dropped ? default : outcome == ProXOutcome.Edited ? LineRemoval.Keep(edited, removed) : text,
            WordsBefore = before,
            WordsAfter = after,
            Errors = errors,
            RemovedLines = ranges,
            Calls = calls,
        };
    }

    private static long Replace(ref TextBuffers edited, ProXNormalize call, long maxLength)
    {
        // UTF-8 has no lone surrogates, so a source with one never occurs.
        if (ReplacementRules.HasLoneSurrogate(call.Source)) return 0;
        Span<byte> buffer = stackalloc byte[512];
        Span<byte> source = Encode(call.Source, buffer[..256]), target = Encode(call.Target, buffer[256..]);
        return edited.Replace(source, target, maxLength);

        static Span<byte> Encode(string text, Span<byte> buffer) =>
            Encoding.UTF8.TryGetBytes(text, buffer, out int length) ? buffer[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static void CountLines(ProXCallResult[] calls, int lines)
    {
        for (int i = 0; i < calls.Length; i++)
        {
            if (calls[i].Call is ProXRemoveAll) calls[i] = calls[i] with { Effect = lines };
            if (calls[i].Call is not ProXRemoveLines call) continue;
            long effect = LineIntervals.CountWithin(call.First, call.Last, lines);
            bool isOutside = call.First >= lines || call.Last >= lines;
            calls[i] = calls[i] with
            {
                Effect = effect,
                Status = effect > 0 ? ProXCallStatus.Done : ProXCallStatus.NoEffect,
                Error = isOutside && calls[i].Error == ProXErrorCode.None ? ProXErrorCode.OutOfRange : calls[i].Error,
            };
        }
    }

    private static ProXResult Exceeded(ReadOnlyMemory<byte> text, IReadOnlyList<ProXCallResult> calls, int errors)
    {
        long words = Utf8Words.Count(text.Span);
        return new ProXResult
        {
            Outcome = ProXOutcome.Reverted,
            Reason = ProXReason.LimitExceeded,
            Utf8Text = text,
            WordsBefore = words,
            WordsAfter = words,
            Errors = errors,
            Calls = calls,
        };
    }
}
