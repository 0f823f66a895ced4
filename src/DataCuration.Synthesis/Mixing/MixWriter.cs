using System.Globalization;
using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>
/// Writes the mix: the lines of both corpora in the order of their keys, evenly interleaved. Both corpora are laid out from 0 to 1 by their tokens, and the
/// document whose middle comes first is written first. So the share is met in every stretch of the mix, to within a document.
/// </summary>
/// <param name="output">The task's output.</param>
/// <param name="report">The counts of the mix.</param>
/// <param name="parts">The number of files.</param>
/// <param name="sortBytes">The memory of each of the two sorts.</param>
internal sealed class MixWriter(ShardOutput output, ReplayMixReport report, int parts, long sortBytes)
{
    /// <summary>Returns the name of a file of the mix. The ordinal order of the names is the order of the mix.</summary>
    public static string FileName(int part) => string.Create(CultureInfo.InvariantCulture, $"mix-{part:D4}.jsonl");

    /// <summary>Writes the files.</summary>
    /// <param name="synthetic">The lines of the synthetic corpus.</param>
    /// <param name="replay">The lines of the chosen replay documents; null if no document was chosen.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Write(PhaseFiles synthetic, PhaseFiles? replay, CancellationToken cancellationToken)
    {
        using RecordReader own = Sort(synthetic, cancellationToken);
        using RecordReader? general = replay is null ? null : Sort(replay, cancellationToken);
        bool hasOwn = own.Read(), hasGeneral = general is not null && general.Read();
        long ownTokens = 0, generalTokens = 0, total = Math.Max(1, report.SyntheticTokens + report.ReplayTokens);
        int open = -1;
        Stream? file = null;
        try
        {
            while (hasOwn || hasGeneral)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int part = (int)((Int128)(ownTokens + generalTokens) * parts / total);
                if (part != open && part < parts)
                {
                    file?.Dispose();
                    file = output.CreateFile(FileName(open = part));
                }
                // Middle over tokens, without a division: exact, and the same on every machine.
                bool takesOwn = hasOwn && (!hasGeneral
                    || (Int128)(2 * ownTokens + Tokens(own)) * report.ReplayTokens <= (Int128)(2 * generalTokens + Tokens(general!)) * report.SyntheticTokens);
                RecordReader taken = takesOwn ? own : general!;
                file!.Write(taken.Record[MixEntry.Size..]);
                if (takesOwn)
                {
                    ownTokens += Tokens(own);
                    hasOwn = own.Read();
                }
                else
                {
                    generalTokens += Tokens(general!);
                    hasGeneral = general!.Read();
                }
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static long Tokens(RecordReader reader) => MemoryMarshal.Read<MixEntry>(reader.Record).Tokens;

    private RecordReader Sort(PhaseFiles files, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), MixEntry.ByKey) { MemoryBytes = sortBytes, Warn = message => output.Warn(message) };
        return sort.Sort(() => new MixLineReader(files), cancellationToken);
    }
}
