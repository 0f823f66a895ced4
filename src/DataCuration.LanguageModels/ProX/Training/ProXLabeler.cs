using System.Buffers;

namespace DataCuration.LanguageModels;

/// <summary>
/// Makes labels for training a refining model from a teacher's programs (paper, appendix A): unites the programs of several passes, leaves out calls without
/// effect, prints the rest in canonical form, and executes it to verify it.
/// </summary>
public sealed class ProXLabeler
{
    /// <summary>The characters of strings that the two modes read differently.</summary>
    private static readonly SearchValues<char> ReadDifferently = SearchValues.Create(",=)\"\\\n");

    /// <summary>The largest share of words that a label may remove, 0 to 1. Default: 0.5 (our choice; the paper limits it without a number).</summary>
    public double MaxRemovedShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0 to 1.");
    } = 0.5;

    /// <summary>
    /// True to accept only labels that the reference executor reads as well: no comma, equals sign, closing bracket, quote, backslash or control character in
    /// strings. Default: true.
    /// </summary>
    public bool ForCompat { get; init; } = true;

    /// <summary>The limits of calls.</summary>
    public ProXLimits Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXLimits.Default;

    /// <summary>Writes the options to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxRemovedShare), MaxRemovedShare);
        writer.Add(nameof(ForCompat), ForCompat);
        writer.AddScope(nameof(Limits), Limits.Describe);
    }

    /// <summary>Makes a label.</summary>
    /// <param name="utf8Text">The document's text in valid UTF-8.</param>
    /// <param name="lines">The chunk's lines.</param>
    /// <param name="programs">The teacher's programs for this chunk, such as one for each kind of noise. The fenced block of an answer is enough.</param>
    public ProXLabel Label(ReadOnlyMemory<byte> utf8Text, ProXLineRange lines, IReadOnlyList<string> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        List<ProXCall> calls = [];
        foreach (string text in programs)
        {
            ProXProgram program = ProXProgram.Parse(text, Limits);
            if (program.Errors.Count > 0 || program.IsCutOff) return new ProXLabel { Outcome = ProXLabelOutcome.InvalidProgram };
            calls.AddRange(program.Calls.Where(call => call is not ProXNoEdit));
        }
        int asked = calls.Count;
        calls = [.. calls.Select(call => call is ProXRemoveAll ? new ProXRemoveLines(lines.First, lines.Last) : call)
            .Where(call => call is not ProXRemoveLines removal || (removal.First >= lines.First && removal.Last <= lines.Last))];
        // Replacements run first in any case; printed first, a reader sees their order.
        calls = [.. calls.OfType<ProXNormalize>(), .. Merge(calls.OfType<ProXRemoveLines>())];
        ProXResult whole = Execute(utf8Text, lines, calls);
        if (whole.Calls.Any(call => call.Error != ProXErrorCode.None)) return new ProXLabel { Outcome = ProXLabelOutcome.InvalidProgram };
        calls = WithoutIdle(utf8Text, lines, calls, whole);
        if (whole.WordsRemoved > MaxRemovedShare * whole.WordsBefore) return new ProXLabel { Outcome = ProXLabelOutcome.TooMuchRemoved };
        if (ForCompat && calls.OfType<ProXNormalize>().Any(call => !IsPlain(call.Source) || !IsPlain(call.Target)))
            return new ProXLabel { Outcome = ProXLabelOutcome.NotExpressible };
        string printed = calls.Count == 0 ? new ProXNoEdit().ToString() : string.Join('\n', calls);
        bool isSame = ProXProgram.Parse(printed, Limits).Calls.SequenceEqual(calls.Count == 0 ? [new ProXNoEdit()] : calls)
            && Execute(utf8Text, lines, calls).Utf8Text.Span.SequenceEqual(whole.Utf8Text.Span) && (!ForCompat || IsReadInCompat(printed, calls));
        if (!isSame) return new ProXLabel { Outcome = ProXLabelOutcome.NotReproduced };
        return new ProXLabel
        {
            Program = printed,
            RemovedLines = [.. calls.OfType<ProXRemoveLines>().Select(call => new ProXLineRange((int)call.First, (int)call.Last))],
            IsUntouched = calls.Count == 0,
            LeftOut = Math.Max(0, asked - calls.Count),
        };
    }

    /// <summary>Executes calls on a chunk without any rule for accepting the result. The text keeps its other lines.</summary>
    private ProXResult Execute(ReadOnlyMemory<byte> text, ProXLineRange lines, IReadOnlyList<ProXCall> calls)
    {
        ProXLimits wide = Limits with { MaxProgramBytes = int.MaxValue, MaxCalls = int.MaxValue };
        var options = new ProXOptions { ErrorLimit = int.MaxValue, ShortDocumentWords = null, MaxRemovedShare = 1, DropShare = 1, Limits = wide };
        // Only the chunk counts, so that the share of removed words is the chunk's. The document stage's agreement lets a whole chunk go.
        ProXResult result = new ProXExecutor(options).Execute(Slice(text, lines), [new(new ProXLineRange(0, lines.Count - 1), Shift(calls, -lines.First))],
            ProXDocumentDecision.Drop);
        return result;
    }

    private List<ProXCall> WithoutIdle(ReadOnlyMemory<byte> text, ProXLineRange lines, List<ProXCall> calls, ProXResult whole)
    {
        for (int i = calls.Count - 1; i >= 0; i--)
        {
            List<ProXCall> fewer = [.. calls[..i], .. calls[(i + 1)..]];
            ProXResult without = Execute(text, lines, fewer);
            if (without.Outcome == whole.Outcome && without.Utf8Text.Span.SequenceEqual(whole.Utf8Text.Span)) calls = fewer;
        }
        return calls;
    }

    private static bool IsReadInCompat(string printed, List<ProXCall> calls)
    {
        List<ProgramEntry>? read = CompatParser.Parse(printed, int.MaxValue);
        return read!.Select(entry => entry.Call).OfType<ProXCall>().SequenceEqual(calls) && read!.TrueForAll(entry => entry.Error == ProXErrorCode.None);
    }

    private static IEnumerable<ProXCall> Merge(IEnumerable<ProXRemoveLines> removals)
    {
        List<(long First, long Last)> intervals = [.. removals.Select(call => (call.First, call.Last))];
        LineIntervals.Sort(intervals);
        return LineIntervals.Clip(intervals, int.MaxValue).Select(range => new ProXRemoveLines(range.First, range.Last));
    }

    private static string Shift(IEnumerable<ProXCall> calls, int by) =>
        string.Join('\n', calls.Select(call => call is ProXRemoveLines removal ? new ProXRemoveLines(removal.First + by, removal.Last + by) : call));

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> text, ProXLineRange lines)
    {
        int start = Utf8Lines.Skip(text.Span, 0, lines.First);
        if (start < 0 || lines.Last < lines.First) throw new ArgumentException($"The text has no lines {lines}.", nameof(lines));
        int end = Utf8Lines.Skip(text.Span, start, lines.Count);
        return end < 0 ? text[start..] : text[start..(end - 1)];
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAny(ReadDifferently) && !text.Any(ProXPrinter.IsUnprintable);
}
