using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Generates sequences. Prompts are read one at a time, so that the keys of a prompt do not depend on the others. Then all sequences get a token in each step.
/// A sequence that ends leaves the batch at once, and the next prompt takes its place.
/// </summary>
internal sealed class Generator(Decoder decoder, DecoderOptions model, Device device, DeviceQueue? queue)
{
    private const int FirstNewTokens = 256; // space that is reserved at the start; it grows with the sequences

    /// <summary>Generates a sequence for each prompt.</summary>
    /// <param name="prompts">The prompts, at least one token each.</param>
    /// <param name="options">The options.</param>
    /// <param name="stopTokens">The tokens that end a sequence.</param>
    /// <param name="vocabulary">The number of tokens to choose from: the first ones of the model. A model can have more tokens than its encoder.</param>
    /// <param name="text">Decodes the tokens; null to generate tokens only.</param>
    /// <param name="receive">Receives each token; null for none.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public GeneratedSequence[] Run(IReadOnlyList<ReadOnlyMemory<int>> prompts, GenerationOptions options, HashSet<int> stopTokens, int vocabulary,
        ITokenTextDecoder? text, Action<GeneratedToken>? receive, CancellationToken cancellationToken)
    {
        var results = new GeneratedSequence[prompts.Count];
        if (prompts.Count == 0) return results;
        int longest = prompts.Max(prompt => prompt.Length);
        using KeyValueCache? cache = options.UseCache
            ? new(model, Math.Min(options.BatchSize, prompts.Count), Math.Min(model.ContextLength, longest + Math.Min(options.MaxNewTokens, FirstNewTokens)),
                device)
            : null;
        var sampler = new TokenSampler();
        var rows = new List<GenerationRow>();
        for (int next = 0; next < prompts.Count || rows.Count > 0;)
        {
            while (rows.Count < options.BatchSize && next < prompts.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = new GenerationRow(next, prompts[next], model.ContextLength, options, stopTokens, text);
                float[] logits = OnDevice(() => cache is null ? Reread([row]) : Read(row, rows.Count, cache), cancellationToken);
                row.Accept(logits.AsSpan(0, vocabulary), sampler, receive);
                next++;
                if (row.Result is null) rows.Add(row);
                else results[row.Prompt] = row.Result;
            }
            if (rows.Count == 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            float[] all = OnDevice(() => cache is null ? Reread(rows) : Step(rows, cache), cancellationToken);
            for (int i = 0; i < rows.Count; i++) rows[i].Accept(all.AsSpan(i * model.VocabularySize, vocabulary), sampler, receive);
            for (int i = rows.Count - 1; i >= 0; i--)
            {
                if (rows[i].Result is not { } result) continue;
                results[rows[i].Prompt] = result;
                int last = rows.Count - 1;
                // The last slot takes the free place, so that the sequences are always in the first slots.
                if (i < last && cache is not null) Move(cache, last, i, rows[last].Length - 1, cancellationToken);
                rows[i] = rows[last];
                rows.RemoveAt(last);
            }
        }
        return results;
    }

    private void Move(KeyValueCache cache, int from, int to, int positions, CancellationToken cancellationToken) => OnDevice(() =>
    {
        cache.Move(from, to, positions);
        return [];
    }, cancellationToken);

    private float[] OnDevice(Func<float[]> work, CancellationToken cancellationToken)
    {
        return queue is null ? Guarded() : queue.Run(Guarded, cancellationToken);

        float[] Guarded()
        {
            using IDisposable guard = no_grad();
            using IDisposable scope = NewDisposeScope();
            return work();
        }
    }

    // Reads a prompt into a slot.
    private float[] Read(GenerationRow row, int slot, KeyValueCache cache)
    {
        int length = row.PromptTokens.Length;
        cache.Reserve(length);
        var tokens = new long[length];
        row.CopyTo(tokens);
        var places = new List<long>();
        for (int position = 0; position < length; position++) cache.AddPlaces(places, slot, position);
        var step = new CacheStep(cache, tensor(places.ToArray(), device: device), Continued: null);
        return Values(decoder.LastLogits(tensor(tokens, device: device), new RowSegments(1, length), step));
    }

    // Reads the last token of each sequence.
    private float[] Step(List<GenerationRow> rows, KeyValueCache cache)
    {
        int length = rows.Max(row => row.Length);
        cache.Reserve(length);
        var tokens = new long[rows.Count];
        var positions = new long[rows.Count];
        var places = new List<long>();
        bool equal = true;
        for (int i = 0; i < rows.Count; i++)
        {
            tokens[i] = rows[i].LastToken;
            positions[i] = rows[i].Length - 1;
            cache.AddPlaces(places, i, rows[i].Length - 1);
            equal &= rows[i].Length == length;
        }
        Tensor? mask = equal ? null : Mask(positions, length);
        var continued = new ContinuedRows(rows.Count, length, tensor(positions, device: device), mask);
        var step = new CacheStep(cache, tensor(places.ToArray(), device: device), continued);
        return Values(decoder.LastLogits(tensor(tokens, device: device), new RowSegments(rows.Count, 1), step));
    }

    private Tensor Mask(long[] positions, int length)
    {
        var mask = new float[positions.Length * length];
        for (int row = 0; row < positions.Length; row++) mask.AsSpan(row * length, length)[((int)positions[row] + 1)..].Fill(float.NegativeInfinity);
        return tensor(mask, [positions.Length, 1, 1, length], device: device);
    }

    // Computes whole sequences anew, without a cache.
    private float[] Reread(List<GenerationRow> rows)
    {
        var tokens = new long[rows.Sum(row => row.Length)];
        int start = 0;
        foreach (GenerationRow row in rows)
        {
            row.CopyTo(tokens.AsSpan(start, row.Length));
            start += row.Length;
        }
        return Values(decoder.LastLogits(tensor(tokens, device: device), new RowSegments(rows.Select(row => row.Length))));
    }

    private static float[] Values(Tensor logits) => logits.cpu().contiguous().data<float>().ToArray();
}
