namespace DataCuration.FastText;

/// <summary>A training thread with its random numbers and buffers (model.cc, State).</summary>
internal sealed class FastTextWorker(FastTextTrainingRun run, int index)
{
    private readonly float[] hidden = new float[run.Arguments.Dimension], gradient = new float[run.Arguments.Dimension];
    private readonly List<int> bag = [];
    private float[] scores = [];
    private int[] rows = [];
    private readonly int rateUpdates = Math.Min(run.Arguments.RateUpdates, FastTextArguments.MaxRateUpdates);
    private CancellationToken cancellation;
    private double lossSum;
    private long examples;

    public MinStdRandom Random { get; } = new((long)index + run.Seed);

    public ReadOnlySpan<float> Hidden => hidden;

    public Span<float> Gradient => gradient;

    public double Loss => examples == 0 ? 0 : lossSum / examples;

    public Span<float> Scores(int count)
    {
        if (scores.Length < count) scores = new float[count];
        return scores.AsSpan(0, count);
    }

    public Span<int> Rows(int count)
    {
        if (rows.Length < count) rows = new int[count];
        return rows.AsSpan(0, count);
    }

    /// <summary>Throws if the training was cancelled. Long steps call it too.</summary>
    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    /// <summary>Trains until all threads together have read the text <c>Epochs</c> times.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        cancellation = cancellationToken;
        using var reader = new FastTextTokenReader(run.Open());
        reader.Seek(index * run.Length / run.Threads);
        var line = new FastTextLineReader(reader, run.Dictionary, run.Arguments, run.LabelPrefix);
        long local = 0;
        int empty = 0;
        while (run.Tokens < run.Goal)
        {
            ThrowIfCancelled();
            float rate = (float)(run.LearningRate * (1.0 - run.Progress));
            int tokens = run.Keep is { } keep ? line.ReadWords(Random, keep) : line.ReadText();
            // Single lines can have no known words, but the whole text cannot.
            empty = tokens > 0 ? 0 : reader.Ended ? empty + 1 : empty;
            if (empty > 2) throw new InvalidDataException("The text changed during training: it contains no known word.");
            local += tokens;
            Learn(line, rate);
            if (local <= rateUpdates) continue;
            run.Advance(local, this, index == 0);
            local = 0;
        }
    }

    private void Learn(FastTextLineReader line, float rate)
    {
        if (run.Arguments.Model == FastTextModelKind.Supervised) LearnLabels(line, rate);
        else if (run.Arguments.Model == FastTextModelKind.SkipGram) LearnContext(line.Rows, rate);
        else LearnWords(line.Rows, rate);
    }

    private void LearnLabels(FastTextLineReader line, float rate)
    {
        if (line.Labels.IsEmpty || line.Rows.IsEmpty) return;
        int target = run.Arguments.Loss == FastTextLoss.OneVsAll ? 0 : Random.Below(line.Labels.Length);
        Update(line.Rows, line.Labels, target, rate);
    }

    /// <summary>Skip-gram: predicts the words around a word from the word's n-grams.</summary>
    private void LearnContext(ReadOnlySpan<int> words, float rate)
    {
        for (int word = 0; word < words.Length; word++)
        {
            int boundary = 1 + Random.Below(run.Arguments.Window);
            ReadOnlySpan<int> features = run.Words!.RowsOf(words[word]);
            int last = (int)Math.Min(words.Length - 1L, (long)word + boundary);
            for (int other = Math.Max(0, word - boundary); other <= last; other++)
                if (other != word) Update(features, words, other, rate);
        }
    }

    /// <summary>Continuous bag of words: predicts a word from the n-grams of the words around it.</summary>
    private void LearnWords(ReadOnlySpan<int> words, float rate)
    {
        for (int word = 0; word < words.Length; word++)
        {
            int boundary = 1 + Random.Below(run.Arguments.Window);
            bag.Clear();
            int last = (int)Math.Min(words.Length - 1L, (long)word + boundary);
            for (int other = Math.Max(0, word - boundary); other <= last; other++)
                if (other != word) bag.AddRange(run.Words!.RowsOf(words[other]));
            Update(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bag), words, word, rate);
        }
    }

    private void Update(ReadOnlySpan<int> input, ReadOnlySpan<int> targets, int target, float rate)
    {
        if (input.IsEmpty) return;
        ThrowIfCancelled();
        float[] matrix = run.Input.Values;
        int columns = hidden.Length;
        Array.Clear(hidden);
        foreach (int row in input) FastTextKernels.Add(matrix.AsSpan(row * columns, columns), hidden);
        FastTextKernels.Scale(hidden, (float)(1.0 / input.Length));
        Array.Clear(gradient);
        lossSum += run.Objective.Step(this, targets, target, rate);
        examples++;
        if (run.Arguments.Model == FastTextModelKind.Supervised) FastTextKernels.Scale(gradient, (float)(1.0 / input.Length));
        foreach (int row in input) FastTextKernels.Add(gradient, matrix.AsSpan(row * columns, columns));
    }
}
