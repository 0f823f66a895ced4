using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Inserts texts into tokenized training data and keeps a ledger of their positions, so that one training answers many questions: what a model remembers after
/// how many repetitions, what contamination is worth (Train Once, Answer All, arXiv 2509.23383).
/// </summary>
/// <remarks>
/// <para>A text takes the place of the tokens that are there, so the number of tokens and the documents' lengths do not change. It lies inside one document,
/// because <see cref="PackedRows"/> shuffles documents, and an end-of-document token is before and after it. Texts never overlap. Places depend on the seed,
/// the data and the texts only, in the order in which they are given.</para>
/// <para>The output is a folder of token shards like the input, and the ledger <c>canaries.jsonl</c>, which is written last: a folder with a ledger is
/// complete. A second call with the same input finds it.</para>
/// </remarks>
/// <param name="encoder">The tokenizer of the data.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using TokenShards tokens = TokenShards.Open("tokens");
/// var inserter = new CanaryInserter(ByteTokenEncoder.Instance) { Seed = 17 };
/// CanaryLedger ledger = inserter.Insert(tokens, [new Canary("fact-1", "The capital of Zembla is Onhava.") { Repetitions = 16 }], "tokens-with-canaries");
/// using TokenShards changed = TokenShards.Open("tokens-with-canaries");
/// ledger.Verify(changed);
/// Console.WriteLine($"{ledger.Insertions.Count} insertions, {ledger.InsertedTokens} of {changed.TokenCount} tokens");
/// </code>
/// </example>
public sealed class CanaryInserter(ITokenEncoder encoder)
{
    private const int BufferBytes = 1 << 20;
    private const string TokensSuffix = ".bin", IndexSuffix = ".idx";
    private readonly ITokenEncoder encoder = encoder ?? throw new ArgumentNullException(nameof(encoder));

    /// <summary>The seed of random places.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>True to put an end-of-document token before and after each text. A text at a document's start has no token before it.</summary>
    /// <value>Default true, as in the reference code (sbordt/pretrain-experiments).</value>
    public bool MarksBoundaries { get; init; } = true;

    /// <summary>Inserts texts.</summary>
    /// <param name="shards">The data.</param>
    /// <param name="canaries">The texts, with different ids.</param>
    /// <param name="folder">The output folder; not the one of the data.</param>
    /// <param name="files">The store of both folders; null for the local file system.</param>
    /// <param name="cancellationToken">Stops the work. The folder has no ledger then, and the next call starts anew.</param>
    /// <returns>The ledger.</returns>
    /// <exception cref="ArgumentException">
    /// The tokenizer is another one than that of the data, an id is given twice, a text has no tokens, or there is no room for it.
    /// </exception>
    /// <exception cref="InvalidOperationException">The folder holds the result of another insertion.</exception>
    public CanaryLedger Insert(TokenShards shards, IReadOnlyList<Canary> canaries, string folder, IFileStore? files = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(canaries);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        if (files.GetFullPath(folder) == files.GetFullPath(shards.Folder)) throw new ArgumentException($"'{folder}' is the folder of the data.",
            nameof(folder));
        List<(Canary Canary, int[] Tokens)> texts = Encode(shards, canaries);
        string recipe = Describe(shards, texts);
        string path = Path.Combine(folder, CanaryLedger.FileName);
        if (files.FileExists(path))
        {
            CanaryLedger known = CanaryLedger.Open(folder, files);
            return known.Recipe == recipe ? known
                : throw new InvalidOperationException($"'{path}' is the ledger of another insertion. Delete the folder, or choose another one.");
        }
        var plan = new CanaryPlan(shards, encoder.EndOfDocument, MarksBoundaries, Seed);
        plan.Place(texts, cancellationToken);
        files.CreateFolder(folder);
        CopyFiles(shards, plan, folder, files, cancellationToken);
        var ledger = new CanaryLedger(recipe, shards.TokenCount, plan.Insertions);
        using (TokenShards written = TokenShards.Open(folder, files)) ledger.Verify(written);
        files.WriteAtomically(path, ledger.Serialize(), path + ".tmp");
        return ledger;
    }

    private List<(Canary Canary, int[] Tokens)> Encode(TokenShards shards, IReadOnlyList<Canary> canaries)
    {
        var description = new FingerprintWriter();
        encoder.Describe(description);
        if (shards.EncoderFingerprint is { } known && known != description.ToFingerprint())
            throw new ArgumentException($"'{shards.Folder}' was made by another tokenizer than the one given.", nameof(canaries));
        var texts = new List<(Canary, int[])>(canaries.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var tokens = new List<int>();
        foreach (Canary canary in canaries)
        {
            ArgumentNullException.ThrowIfNull(canary);
            if (!ids.Add(canary.Id)) throw new ArgumentException($"Canary '{canary.Id}' is given twice. Use {nameof(Canary.Repetitions)}.", nameof(canaries));
            tokens.Clear();
            encoder.Encode(Encoding.UTF8.GetBytes(canary.Text), tokens);
            texts.Add((canary, tokens.Count > 0 ? [.. tokens] : throw new ArgumentException($"Canary '{canary.Id}' has no tokens.", nameof(canaries))));
        }
        return texts;
    }

    private string Describe(TokenShards shards, List<(Canary Canary, int[] Tokens)> texts)
    {
        var writer = new FingerprintWriter();
        writer.Add("version", 1);
        writer.Add("tokens", shards);
        writer.Add(nameof(Seed), Seed);
        writer.Add(nameof(MarksBoundaries), MarksBoundaries);
        writer.AddScope("encoder", encoder.Describe);
        foreach ((Canary canary, int[] tokens) in texts)
        {
            writer.BeginScope(canary.Id);
            writer.Add("tokens", string.Join(' ', tokens));
            writer.Add(nameof(canary.Repetitions), canary.Repetitions);
            writer.Add(nameof(canary.Placement.From), canary.Placement.From);
            writer.Add(nameof(canary.Placement.To), canary.Placement.To);
            writer.Add(nameof(canary.Placement.Positions), canary.Placement.Positions is { } positions ? string.Join(' ', positions) : null);
            writer.EndScope();
        }
        return writer.ToFingerprint();
    }

    private static void CopyFiles(TokenShards shards, CanaryPlan plan, string folder, IFileStore files, CancellationToken cancellationToken)
    {
        string[] indexes = [.. files.List(shards.Folder).Where(static entry => !entry.IsFolder && entry.Path.EndsWith(IndexSuffix, StringComparison.Ordinal))
            .Select(static entry => entry.Path[..^IndexSuffix.Length])];
        Array.Sort(indexes, StringComparer.Ordinal);
        List<(long Position, int[] Tokens)> patches = [.. plan.Insertions.Select(plan.GetPatch)];
        int next = 0;
        long first = 0;
        foreach (string stem in indexes)
        {
            byte[] header = new byte[MegatronIndex.HeaderBytes];
            using (Stream index = files.OpenRead(stem + IndexSuffix, FileReadPattern.Sequential)) index.ReadAtLeast(header, header.Length,
                throwOnEndOfStream: false);
            (byte code, _) = MegatronIndex.ReadHeader(header, files.GetLength(stem + IndexSuffix) ?? 0, stem + IndexSuffix);
            int width = MegatronIndex.TokenBytes(code);
            long tokens = (files.GetLength(stem + TokensSuffix) ?? 0) / width;
            int end = next;
            while (end < patches.Count && patches[end].Position < first + tokens) end++;
            string name = Path.GetFileName(stem);
            foreach (string suffix in (string[])[IndexSuffix, ".documents.jsonl", ".tokens.json"])
                if (files.FileExists(stem + suffix)) Copy(files, stem + suffix, Path.Combine(folder, name + suffix), [], cancellationToken);
            List<(long Offset, byte[] Bytes)> changes =
                [.. patches[next..end].Select(patch => ((patch.Position - first) * width, ToBytes(patch.Tokens, width, stem)))];
            Copy(files, stem + TokensSuffix, Path.Combine(folder, name + TokensSuffix), changes, cancellationToken);
            next = end;
            first += tokens;
        }
    }

    private static byte[] ToBytes(int[] tokens, int width, string stem)
    {
        if (width == sizeof(int)) return MemoryMarshal.AsBytes(tokens.AsSpan()).ToArray();
        ushort[] narrow = new ushort[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            narrow[i] = tokens[i] <= ushort.MaxValue ? (ushort)tokens[i]
                : throw new InvalidDataException($"'{stem}{TokensSuffix}' holds 16-bit tokens; {tokens[i]} is larger.");
        }
        return MemoryMarshal.AsBytes(narrow.AsSpan()).ToArray();
    }

    /// <summary>Copies a file with some of its bytes replaced. Changes are in ascending order, without overlap.</summary>
    private static void Copy(IFileStore files, string source, string target, List<(long Offset, byte[] Bytes)> changes, CancellationToken cancellationToken)
    {
        string temporary = target + ".tmp";
        byte[] buffer = new byte[BufferBytes];
        using (Stream input = files.OpenRead(source, FileReadPattern.Sequential))
        using (Stream output = files.Create(temporary))
        {
            int change = 0;
            for (long offset = 0; input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and int read; offset += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (; change < changes.Count && changes[change].Offset < offset + read; change++)
                {
                    (long at, byte[] bytes) = changes[change];
                    int skip = (int)Math.Max(0, offset - at), into = (int)Math.Max(0, at - offset);
                    int count = Math.Min(bytes.Length - skip, read - into);
                    if (count > 0) bytes.AsSpan(skip, count).CopyTo(buffer.AsSpan(into));
                    if (at + bytes.Length > offset + read) break; // it continues in the next buffer
                }
                output.Write(buffer, 0, read);
            }
            files.Complete(output);
        }
        files.Move(temporary, target, overwrite: true);
    }
}
