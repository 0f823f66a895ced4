namespace DataCuration.Training.TorchSharp;

/// <summary>Checks prompts and options of a generation before anything is computed.</summary>
internal static class PromptChecks
{
    /// <summary>Refuses what cannot be generated.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="options">The options.</param>
    /// <param name="model">The model.</param>
    /// <param name="hasText">True if the prompts are texts.</param>
    public static void Run(IReadOnlyList<ReadOnlyMemory<int>> prompts, GenerationOptions options, DecoderOptions model, bool hasText)
    {
        if (options.Ids is { } ids && ids.Count != prompts.Count)
            throw new ArgumentException($"There are {prompts.Count} prompts, but {ids.Count} {nameof(GenerationOptions.Ids)}.", nameof(options));
        if (!hasText && options.StopStrings.Count > 0)
            throw new ArgumentException($"{nameof(GenerationOptions.StopStrings)} need prompts of text and an encoder that decodes.", nameof(options));
        foreach (int token in options.StopTokens)
            if ((uint)token >= (uint)model.VocabularySize)
                throw new ArgumentException($"{nameof(GenerationOptions.StopTokens)} has the token {token}; the model has {model.VocabularySize} tokens.",
                    nameof(options));
        for (int i = 0; i < prompts.Count; i++)
        {
            ReadOnlySpan<int> prompt = prompts[i].Span;
            if (prompt.IsEmpty || prompt.Length > model.ContextLength)
                throw new ArgumentException($"Prompt {Name(i)} has {prompt.Length} tokens; the model takes 1 to {model.ContextLength}.", nameof(prompts));
            foreach (int token in prompt)
                if ((uint)token >= (uint)model.VocabularySize)
                    throw new ArgumentException($"Prompt {Name(i)} has the token {token}; the model has {model.VocabularySize} tokens.", nameof(prompts));
        }

        string Name(int index) => options.Ids is null ? FormattableString.Invariant($"{index}") : $"{index} ('{options.Ids[index]}')";
    }
}
