namespace DataCuration.Onnx;

/// <summary>Receives a model's output for one text.</summary>
/// <param name="text">The index of the text.</param>
/// <param name="tokens">The number of tokens, including special tokens.</param>
/// <param name="values">The text's part of the output.</param>
internal delegate void OnnxRowSink(int text, int tokens, ReadOnlySpan<float> values);

/// <summary>Runs texts through a model: encodes them, groups them into calls and splits the output by text.</summary>
internal sealed class OnnxTextModel : IDisposable
{
    private readonly OnnxSession session;
    private readonly OnnxTokenizer tokenizer;
    private readonly OnnxTextOptions options;
    private readonly OnnxBatching batching;
    private readonly int maxTokens;
    private readonly object gate = new();
    private int running;
    private bool disposed;

    public OnnxTextModel(OnnxSession session, OnnxTokenizer tokenizer, OnnxTextOptions options, string output)
    {
        this.session = session;
        this.tokenizer = tokenizer;
        this.options = options;
        Output = output;
        maxTokens = Math.Min(options.MaxTokens, session.FixedLength ?? int.MaxValue);
        int least = tokenizer.Prefix.Count + tokenizer.Suffix.Count + 1;
        if (maxTokens < least) throw session.Invalid($"{least - 1} of {maxTokens} tokens are special tokens, which leaves no room for the text.");
        if (session.FixedRows > 1)
            throw session.Invalid($"it was exported for {session.FixedRows} texts at a time; export it with a free batch dimension or for one text.");
        if (session.FixedLength is not null && !session.HasMask)
            throw session.Invalid("it was exported for a fixed number of tokens but has no input 'attention_mask', so padding would be read as text.");
        batching = session.FixedRows == 1 ? OnnxBatching.Single
            : options.Batching == OnnxBatching.Padded && !session.HasMask ? OnnxBatching.EqualLengths : options.Batching;
    }

    /// <summary>The name of the output.</summary>
    public string Output { get; }

    /// <summary>The maximum number of texts of a call.</summary>
    public int BatchSize => batching == OnnxBatching.Single ? 1 : options.BatchSize;

    public OnnxProvider Provider => session.Provider;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("model", session.Fingerprint);
        writer.Add("output", Output);
        writer.Add("provider", session.Provider.ToString());
        writer.Add("threads", options.Session.Threads);
        writer.Add(nameof(options.MaxTokens), maxTokens);
        writer.Add(nameof(options.Truncation), options.Truncation.ToString());
        // The grouping of texts into calls may change the last bits.
        writer.Add(nameof(options.Batching), batching.ToString());
        writer.Add(nameof(options.BatchSize), BatchSize);
        writer.AddScope("tokenizer", tokenizer.Describe);
    }

    /// <summary>Runs texts through the model. Texts without tokens are skipped.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public void Run(ReadOnlySpan<ReadOnlyMemory<byte>> texts, OnnxRowSink sink)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            running++;
        }
        try
        {
            RunTexts(texts, sink);
        }
        finally
        {
            lock (gate)
                if (--running == 0) Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for the calls under way and frees the model. Freeing it earlier would let the runtime use freed memory.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            while (running > 0) Monitor.Wait(gate);
        }
        session.Dispose();
    }

    private static int Start(int text, int[] ends) => text == 0 ? 0 : ends[text - 1];

    private void RunTexts(ReadOnlySpan<ReadOnlyMemory<byte>> texts, OnnxRowSink sink)
    {
        var tokens = new List<int>();
        var ends = new int[texts.Length];
        var order = new List<int>(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            int before = tokens.Count;
            if (tokenizer.Encode(texts[i].Span, maxTokens, options.Truncation, tokens) > 0) order.Add(i);
            else tokens.RemoveRange(before, tokens.Count - before);
            ends[i] = tokens.Count;
        }
        if (batching != OnnxBatching.Single) order.Sort((x, y) => (Length(x), x).CompareTo((Length(y), y)));
        for (int first = 0, count; first < order.Count; first += count)
        {
            count = 1;
            while (count < BatchSize && first + count < order.Count
                    && (batching == OnnxBatching.Padded || Length(order[first + count]) == Length(order[first])))
                count++;
            Call(order.GetRange(first, count), tokens, ends, sink);
        }

        int Length(int text) => ends[text] - Start(text, ends);
    }

    private void Call(List<int> texts, List<int> tokens, int[] ends, OnnxRowSink sink)
    {
        int last = texts[^1], length = session.FixedLength ?? ends[last] - Start(last, ends); // texts are sorted by length
        var ids = new long[texts.Count * length];
        var attention = new long[ids.Length];
        if (tokenizer.Padding != 0) Array.Fill(ids, tokenizer.Padding);
        for (int row = 0; row < texts.Count; row++)
        {
            for (int at = Start(texts[row], ends), to = row * length; at < ends[texts[row]]; at++, to++) (ids[to], attention[to]) = (tokens[at], 1);
        }
        (long[] shape, float[] values) = session.Run(ids, attention, texts.Count, Output);
        if (shape.Length == 0 || shape[0] != texts.Count || values.Length % texts.Count != 0)
            throw session.Invalid(
                $"for {texts.Count} texts of {length} tokens the output '{Output}' has the shape [{string.Join(", ", shape)}]. {session.ShowOutputs()}");
        int each = values.Length / texts.Count;
        for (int row = 0; row < texts.Count; row++) sink(texts[row], ends[texts[row]] - Start(texts[row], ends), values.AsSpan(row * each, each));
    }
}
