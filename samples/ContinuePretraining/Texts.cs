using DataCuration;
using QuickStart;

namespace ContinuePretraining;

/// <summary>The texts of the sample: .NET's API reference, in which cryptography is the domain and all other areas are general text.</summary>
/// <param name="General">Training text of the first model.</param>
/// <param name="Pool">The documents to select from: all areas.</param>
/// <param name="Target">Documents of the domain that the selection should resemble.</param>
/// <param name="HeldOutDomain">Held-out documents of the domain.</param>
/// <param name="HeldOutGeneral">Held-out documents of the other areas.</param>
internal sealed record Texts(Corpus General, Corpus Pool, Corpus Target, IReadOnlyList<Document> HeldOutDomain, IReadOnlyList<Document> HeldOutGeneral)
{
    private const int HeldOutBytes = 40_000;
    private const string Domain = "System.Security.Cryptography";

    /// <summary>Reads and divides the documents. The part of a document depends on its name only.</summary>
    public static Texts Read(CancellationToken cancellationToken)
    {
        List<Document> general = [], pool = [], target = [], heldOutDomain = [], heldOutGeneral = [];
        foreach (Document document in ReferenceDocumentation.Read(cancellationToken))
        {
            double part = SeededRandom.Create(0, "split", document.Id).NextDouble();
            if (document.Get(ReferenceDocumentation.Area) == Domain) (part < 0.3 ? target : part < 0.5 ? heldOutDomain : pool).Add(document);
            else if (part < 0.65) (part < 0.3 ? general : part < 0.35 ? heldOutGeneral : pool).Add(document); // enough for a sample
        }
        return new(Corpus.FromDocuments(general), Corpus.FromDocuments(pool), Corpus.FromDocuments(target), Short(heldOutDomain), Short(heldOutGeneral));
    }

    /// <summary>Returns short documents up to a size: many documents give narrow intervals, and few bytes are quickly evaluated.</summary>
    private static List<Document> Short(IEnumerable<Document> documents)
    {
        var chosen = new List<Document>();
        long bytes = 0;
        foreach (Document document in documents.Where(document => document.Utf8Text.Length is > 200 and < 2_000))
        {
            bytes += document.Utf8Text.Length;
            if (bytes > HeldOutBytes) break;
            chosen.Add(document);
        }
        return chosen;
    }
}
