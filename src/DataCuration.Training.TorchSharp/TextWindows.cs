namespace DataCuration.Training.TorchSharp;

/// <summary>Divides texts into the windows that a model reads.</summary>
/// <param name="model">The model's dimensions.</param>
/// <param name="encoder">The encoder.</param>
/// <param name="startToken">The token before a text.</param>
/// <param name="block">The length of a window in tokens; 0 for the model's context length.</param>
/// <param name="stride">The number of tokens from one window to the next; 0 for half a window, rounded up.</param>
internal sealed class TextWindows(DecoderOptions model, ITokenEncoder encoder, int startToken, int block, int stride)
{
    private readonly int block = block == 0 ? model.ContextLength : block;

    private int Stride => stride == 0 ? block - (block / 2) : stride;

    /// <summary>Checks that a model can read the tokens of an encoder.</summary>
    /// <exception cref="ArgumentException">The encoder is not the one that the model was trained with, or has more tokens than the model.</exception>
    public static void CheckEncoder(TorchSharpModel model, ITokenEncoder encoder)
    {
        TextPrompts.CheckEncoder(encoder, model.EncoderFingerprint);
        if (encoder.VocabularySize > model.Options.VocabularySize)
            throw new ArgumentException($"The encoder has {encoder.VocabularySize} tokens, the model {model.Options.VocabularySize}.", nameof(encoder));
    }

    /// <summary>Adds the windows of a text.</summary>
    /// <param name="document">The text's number.</param>
    /// <param name="utf8Text">The text.</param>
    /// <param name="windows">Receives the windows, and the number of each one's first token in the text.</param>
    /// <returns>The number of tokens.</returns>
    public int Add(int document, ReadOnlySpan<byte> utf8Text, List<(EvaluationWindow Window, int Start)> windows)
    {
        if (Stride > block)
            throw new InvalidOperationException($"Stride is {Stride}, above Block, which is {block}: tokens would be left out.");
        if ((uint)startToken >= (uint)model.VocabularySize)
            throw new InvalidDataException($"The encoder ends documents with token {startToken}; the model's {nameof(DecoderOptions.VocabularySize)} is "
                + $"{model.VocabularySize}.");
        var tokens = new List<int>();
        encoder.Encode(utf8Text, tokens);
        foreach (int token in tokens)
            if ((uint)token >= (uint)model.VocabularySize)
                throw new InvalidDataException(
                    $"The encoder returned token {token}; the model's {nameof(DecoderOptions.VocabularySize)} is {model.VocabularySize}.");
        int[] targets = [.. tokens];
        int[] inputs = [startToken, .. targets.AsSpan(0, Math.Max(0, targets.Length - 1))];
        for (int first = 0, scored = 0; scored < targets.Length; first += Stride)
        {
            int end = Math.Min(first + block, targets.Length);
            windows.Add((new()
            {
                Document = document,
                Inputs = inputs.AsMemory(first, end - first),
                Targets = targets.AsMemory(first, end - first),
                FirstScored = scored - first,
            }, first));
            scored = end;
        }
        return targets.Length;
    }
}
