using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>The result of a chat template on the documents of a <see cref="ProXTemplateTest"/>.</summary>
public sealed record ProXTemplateScore
{
    /// <summary>The least share of documents with a call that can be read, and of documents that are kept (ReScraper).</summary>
    public const double MinShare = 0.5;

    /// <summary>The least share of words that are kept (ReScraper).</summary>
    public const double MinWords = 0.3;

    /// <summary>The largest share of words that are kept: a refiner that changes nothing does not work (ReScraper).</summary>
    public const double MaxWords = 0.999;

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The number of documents.</summary>
    public required long Documents { get; init; }

    /// <summary>The number of documents with at least one call that can be read.</summary>
    public required long WithCalls { get; init; }

    /// <summary>The number of documents that are kept.</summary>
    public required long Kept { get; init; }

    /// <summary>The words of the kept documents before the refinement.</summary>
    public required long WordsBefore { get; init; }

    /// <summary>The words of the kept documents after it.</summary>
    public required long WordsAfter { get; init; }

    /// <summary>True if the template can be used: the shares are within the limits.</summary>
    public bool Passes => WithCalls >= MinShare * Documents && Kept >= MinShare * Documents && WordsAfter >= MinWords * WordsBefore
        && WordsAfter <= MaxWords * WordsBefore && Documents > 0;

    /// <summary>Returns the result in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Template}: {WithCalls} of {Documents} documents with calls, {Kept} kept, {WordsAfter} of {WordsBefore} words: {(Passes ? "passes" : "fails")}");
}
