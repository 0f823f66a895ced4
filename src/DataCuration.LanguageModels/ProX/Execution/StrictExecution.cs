using System.Buffers;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Executes the programs of a document's chunks in strict mode: each on its own lines, and with every limit.</summary>
internal sealed class StrictExecution(ReadOnlyMemory<byte> text, ProXOptions options, ProXDocumentDecision documentStage, CancellationToken cancellationToken)
{
    private readonly List<ProXCallResult> calls = [];
    private readonly List<ProXLineRange> removedLines = [];
    private ArrayBufferWriter<byte>? output;
    private int copied;
    private int lineCount;
    private long removedUnits;
    private long growth;
    private long maxGrowth = -1;
    private int errors;
    private int rejected;
    private ProXReason rejection;

    /// <summary>Executes the programs.</summary>
    public ProXResult Run(IReadOnlyList<ProXChunkProgram> programs)
    {
        lineCount = text.Span.Count((byte)'\n') + 1;
        var chunks = new ProXChunkResult[programs.Count];
        int at = 0, line = 0;
        for (int i = 0; i < chunks.Length; i++)
        {
            ProXLineRange lines = programs[i].Lines;
            if (lines.Last == int.MaxValue) lines = lines with { Last = lineCount - 1 };
            if (lines.First < line || lines.Last < lines.First || lines.Last >= lineCount)
            {
                throw new ArgumentException($"Chunk {i} has the lines {lines}. Its lines must be after line {line - 1}, which the chunk before it ends with, "
                    + $"and before line {lineCount}, the number of lines of the document.", nameof(programs));
            }
            int start = Utf8Lines.Skip(text.Span, at, lines.First - line);
            int end = Utf8Lines.Skip(text.Span, start, lines.Count);
            if (end < 0) end = text.Length;
            chunks[i] = Run(i, lines, start, end, programs[i].Program ?? "");
            at = end;
            line = lines.Last + 1;
        }
        return Accept(chunks);
    }

    private ProXChunkResult Run(int index, ProXLineRange lines, int start, int end, string source)
    {
        ProXProgram program = ProXProgram.Parse(source, options.Limits);
        int firstCall = calls.Count, chunkErrors = 0;
        long before = growth;
        List<(long First, long Last)> intervals = [];
        var edited = new TextBuffers(text.Span[start..end]);
        bool isReplaced = false;
        foreach (ProgramEntry entry in program.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (ProXCallStatus status, ProXErrorCode error, long effect) = entry.Call switch
            {
                null => (entry.Error == ProXErrorCode.None ? ProXCallStatus.CutOff : ProXCallStatus.Error, entry.Error, 0),
                ProXRemoveLines call => Remove(call, lines, intervals),
                ProXRemoveAll => Remove(new ProXRemoveLines(lines.First, lines.Last), lines, intervals),
                ProXNormalize call => Replace(call, ref edited),
                _ => (ProXCallStatus.NoEffect, ProXErrorCode.None, 0),
            };
            isReplaced |= entry.Call is ProXNormalize && effect > 0;
            if (error != ProXErrorCode.None) chunkErrors++;
            calls.Add(new ProXCallResult { Chunk = index, Line = entry.Line, Call = entry.Call, Status = status, Error = error, Effect = effect });
        }
        errors += chunkErrors;
        ProXReason reason = program.Errors is [{ Code: ProXErrorCode.ProgramTooLong or ProXErrorCode.TooManyCalls }] ? ProXReason.LimitExceeded
            : chunkErrors >= options.ErrorLimit ? ProXReason.InvalidProgram : ProXReason.None;
        if (reason != ProXReason.None)
        {
            rejected++;
            if (rejection == ProXReason.None) rejection = reason;
            growth = before;
        }
        else if (isReplaced || intervals.Count > 0)
        {
            Apply(start, end, lines, edited.Current, intervals);
        }
        edited.Dispose();
        return new ProXChunkResult { Lines = lines, Reason = reason, Errors = chunkErrors };
    }

    private (ProXCallStatus, ProXErrorCode, long) Remove(ProXRemoveLines call, ProXLineRange lines, List<(long First, long Last)> intervals)
    {
        long last = call.Last;
        // After the last line of the document there is no other chunk's line that the call could mean.
        if (options.ClipsLastLine && lines.Last == lineCount - 1) last = Math.Min(last, lines.Last);
        if (call.First < lines.First || call.First > lines.Last || last > lines.Last) return (ProXCallStatus.Error, ProXErrorCode.OutOfRange, 0);
        intervals.Add((call.First - lines.First, last - lines.First));
        return (ProXCallStatus.Done, ProXErrorCode.None, last - call.First + 1);
    }

    private (ProXCallStatus, ProXErrorCode, long) Replace(ProXNormalize call, ref TextBuffers edited)
    {
        ProXErrorCode error = ReplacementRules.Check(call, options);
        if (error != ProXErrorCode.None) return (ProXCallStatus.Error, error, 0);
        byte[] source = Encoding.UTF8.GetBytes(call.Source), target = Encoding.UTF8.GetBytes(call.Target);
        long count = edited.CountOf(source, options.Limits.MaxReplacements);
        if (count == 0) return (ProXCallStatus.SourceAbsent, ProXErrorCode.None, 0);
        if (count > options.Limits.MaxReplacements) return (ProXCallStatus.Error, ProXErrorCode.TooManyReplacements, 0);
        long grown = growth + (count * (CodePoints(target) - CodePoints(source)));
        if (grown > growth && grown > MaxGrowth()) return (ProXCallStatus.Error, ProXErrorCode.TooMuchGrowth, 0);
        if (edited.Replace(source, target, int.MaxValue) < 0) return (ProXCallStatus.Error, ProXErrorCode.TooMuchGrowth, 0);
        growth = grown;
        return (ProXCallStatus.Done, ProXErrorCode.None, count);
    }

    /// <summary>Copies the text up to a chunk, and the chunk's kept parts, to the output.</summary>
    private void Apply(int start, int end, ProXLineRange lines, ReadOnlySpan<byte> edited, List<(long First, long Last)> intervals)
    {
        ReadOnlySpan<byte> all = text.Span;
        output ??= new ArrayBufferWriter<byte>(Math.Max(1, all.Length));
        output.Write(all[copied..start]);
        copied = end;
        LineIntervals.Sort(intervals);
        int read = 0, line = 0;
        foreach (ProXLineRange range in LineIntervals.Clip(intervals, lines.Count))
        {
            int from = Utf8Lines.Skip(edited, read, range.First - line);
            int to = Utf8Lines.Skip(edited, from, range.Count);
            output.Write(edited[read..from]);
            removedUnits += Utf8Words.Measure(edited[from..(to < 0 ? edited.Length : to)]);
            read = to < 0 ? edited.Length : to;
            line = range.Last + 1;
            removedLines.Add(new ProXLineRange(lines.First + range.First, lines.First + range.Last));
        }
        output.Write(edited[read..]);
        removedUnits += Utf8Words.Measure(all[start..end]) - Utf8Words.Measure(edited);
    }

    private ProXResult Accept(ProXChunkResult[] chunks)
    {
        ReadOnlySpan<byte> result = Finish();
        long before = Utf8Words.Measure(text.Span), after = before - removedUnits;
        bool isEdited = output is not null && !result.SequenceEqual(text.Span);
        bool isAgreed = documentStage == ProXDocumentDecision.Drop;
        double share = before == 0 ? 0 : (double)(before - after) / before;
        // Invalid programs never drop a document, and the guard returns the original before any rule of length.
        ProXReason reason = before == 0 ? ProXReason.NoWords
            : isEdited && isAgreed && share >= options.DropShare ? ProXReason.MostlyRemoved
            : isEdited && !isAgreed && share >= options.MaxRemovedShare && share > 0 ? ProXReason.TooMuchRemoved
            : rejected > 0 ? rejection
            : after <= options.ShortDocumentWords * (long)Utf8Words.UnitsPerWord ? ProXReason.TooShort : ProXReason.None;
        ProXOutcome outcome = reason is ProXReason.NoWords or ProXReason.MostlyRemoved or ProXReason.TooShort ? ProXOutcome.Dropped
            : reason == ProXReason.TooMuchRemoved ? ProXOutcome.Reverted
            : isEdited ? ProXOutcome.Edited : rejected > 0 ? ProXOutcome.Reverted : ProXOutcome.Unchanged;
        return new ProXResult
        {
            Outcome = outcome,
            Reason = reason,
            Utf8Text = outcome switch
            {
                ProXOutcome.Dropped => default,
                ProXOutcome.Edited => result.ToArray(),
                _ => text,
            },
            WordsBefore = before / Utf8Words.UnitsPerWord,
            WordsAfter = after / Utf8Words.UnitsPerWord,
            Errors = errors,
            RemovedLines = removedLines,
            Calls = calls,
            Chunks = chunks,
        };
    }

    /// <summary>Copies the rest of the text, and returns the whole output.</summary>
    private ReadOnlySpan<byte> Finish()
    {
        if (output is null) return text.Span;
        output.Write(text.Span[copied..]);
        ReadOnlySpan<byte> written = output.WrittenSpan;
        // Without the document's last line, the line feed before it goes as well: kept lines are joined by line feeds.
        bool isLastRemoved = removedLines.Count > 0 && removedLines[^1].Last == lineCount - 1;
        return isLastRemoved && written.Length > 0 ? written[..^1] : written;
    }

    private long MaxGrowth()
    {
        if (maxGrowth < 0) maxGrowth = (long)((options.Limits.MaxGrowth - 1) * CodePoints(text.Span)) + options.Limits.MaxGrowthCharacters;
        return maxGrowth;
    }

    private static long CodePoints(ReadOnlySpan<byte> utf8)
    {
        // Every byte other than a continuation byte (80 to BF) starts a code point.
        long count = 0;
        foreach (byte unit in utf8) count += (sbyte)unit >= -64 ? 1 : 0;
        return count;
    }
}
