using System.Text;

namespace DataCuration.Training.TorchSharp;

/// <summary>Encodes prompts of text as a training reads documents: after a start token.</summary>
internal static class TextPrompts
{
    /// <summary>Returns the tokens of the prompts.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="encoder">The encoder.</param>
    /// <param name="startToken">The token before each prompt; null for the encoder's end-of-document token.</param>
    /// <param name="trained">The fingerprint of the encoder that the model was trained with; null if unknown.</param>
    /// <param name="decoder">The encoder as a decoder.</param>
    /// <exception cref="ArgumentException">The encoder does not decode, or is not the model's.</exception>
    public static ReadOnlyMemory<int>[] Encode(IReadOnlyList<string> prompts, ITokenEncoder encoder, int? startToken, string? trained,
        out ITokenTextDecoder decoder)
    {
        decoder = encoder as ITokenTextDecoder
            ?? throw new ArgumentException($"{encoder.GetType().Name} is no {nameof(ITokenTextDecoder)}, so it cannot turn tokens into text.", nameof(encoder));
        CheckEncoder(encoder, trained);
        return [.. prompts.Select(prompt =>
        {
            var tokens = new List<int> { startToken ?? encoder.EndOfDocument };
            encoder.Encode(Encoding.UTF8.GetBytes(prompt), tokens);
            return new ReadOnlyMemory<int>([.. tokens]);
        })];
    }

    /// <summary>Checks that a model was trained with an encoder.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="trained">The fingerprint of the model's encoder; null if unknown.</param>
    /// <exception cref="ArgumentException">It is another encoder.</exception>
    public static void CheckEncoder(ITokenEncoder encoder, string? trained)
    {
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        if (trained is not null && trained != writer.ToFingerprint())
            throw new ArgumentException($"The encoder ({writer.ToFingerprint()}) is not the one that the model was trained with ({trained}).", nameof(encoder));
    }
}
