using System.Globalization;

namespace DataCuration.Training.TorchSharp;

/// <summary>A sequence that is being generated.</summary>
internal sealed class GenerationRow
{
    private const string Purpose = "generation";
    private const ulong PositionStep = 0xD1B54A32D192ED03; // odd, so that positions have different keys; SplitMix64 mixes them

    private readonly GenerationOptions options;
    private readonly HashSet<int> stopTokens;
    private readonly IncrementalText? pieces;
    private readonly StopText? text;
    private readonly List<int> tokens = [];
    private readonly ulong key;
    private readonly int room;

    /// <param name="prompt">The index of the prompt.</param>
    /// <param name="promptTokens">The prompt.</param>
    /// <param name="context">The model's context length.</param>
    /// <param name="options">The options.</param>
    /// <param name="stopTokens">The tokens that end a sequence.</param>
    /// <param name="decoder">Decodes the tokens; null if there is no text.</param>
    public GenerationRow(int prompt, ReadOnlyMemory<int> promptTokens, int context, GenerationOptions options, HashSet<int> stopTokens,
        ITokenTextDecoder? decoder)
    {
        (Prompt, PromptTokens, this.options, this.stopTokens) = (prompt, promptTokens, options, stopTokens);
        string id = options.Ids is null ? prompt.ToString(CultureInfo.InvariantCulture) : options.Ids[prompt];
        key = SeededRandom.Create(options.Seed, Purpose, id).NextUInt64();
        room = context - promptTokens.Length + 1; // the last token is not read
        if (decoder is null) return;
        pieces = new IncrementalText(decoder, promptTokens.Span);
        text = new StopText(options.StopStrings);
    }

    public int Prompt { get; }

    public ReadOnlyMemory<int> PromptTokens { get; }

    /// <summary>The number of tokens of prompt and sequence.</summary>
    public int Length => PromptTokens.Length + tokens.Count;

    public int LastToken => tokens[^1];

    /// <summary>The sequence; null before its end.</summary>
    public GeneratedSequence? Result { get; private set; }

    /// <summary>Copies prompt and sequence.</summary>
    public void CopyTo(Span<long> into)
    {
        ReadOnlySpan<int> prompt = PromptTokens.Span;
        for (int i = 0; i < prompt.Length; i++) into[i] = prompt[i];
        for (int i = 0; i < tokens.Count; i++) into[prompt.Length + i] = tokens[i];
    }

    /// <summary>Chooses the next token, and ends the sequence if it is the last one.</summary>
    public void Accept(ReadOnlySpan<float> logits, TokenSampler sampler, Action<GeneratedToken>? receive)
    {
        double uniform = options.Temperature == 0 ? 0 : new SeededRandom(unchecked(key + PositionStep * (ulong)tokens.Count)).NextDouble();
        int token = sampler.Sample(logits, options.Temperature, options.TopK, options.TopP, uniform);
        if (stopTokens.Contains(token))
        {
            string rest = Finish(GenerationEnd.StopToken);
            if (rest.Length > 0) receive?.Invoke(new(Prompt, tokens.Count, token, rest));
            return;
        }
        int position = tokens.Count;
        tokens.Add(token);
        string piece = "";
        if (text is not null && text.Append(pieces!.Append(token))) piece = Finish(GenerationEnd.StopString);
        else if (tokens.Count >= options.MaxNewTokens) piece = Finish(GenerationEnd.MaxNewTokens);
        else if (tokens.Count >= room) piece = Finish(GenerationEnd.ContextLength);
        else if (receive is not null && text is not null) piece = text.Take(all: false);
        receive?.Invoke(new(Prompt, position, token, piece));
    }

    // Returns the text that was held back.
    private string Finish(GenerationEnd end)
    {
        if (text is not null && end != GenerationEnd.StopString && text.Append(pieces!.Finish())) end = GenerationEnd.StopString;
        Result = new GeneratedSequence { Tokens = tokens, Text = text?.ToString(), PromptTokens = PromptTokens.Length, End = end };
        return text?.Take(all: true) ?? "";
    }
}
