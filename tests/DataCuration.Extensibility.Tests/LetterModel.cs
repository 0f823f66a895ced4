using System.Globalization;

namespace DataCuration.Extensibility.Tests;

/// <summary>A language model of bytes: one byte has its own probability, and all others share the rest.</summary>
public sealed class LetterModel(byte known, double probability) : ITextLossScorer
{
    public int BatchSize => 3;

    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "letter model");
        writer.Add("known", known.ToString(CultureInfo.InvariantCulture));
        writer.Add("probability", probability);
    }

    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
    {
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            nats[i] = 0;
            foreach (byte letter in utf8Texts[i].Span) nats[i] -= Math.Log(letter == known ? probability : (1 - probability) / 255);
        }
    }
}
