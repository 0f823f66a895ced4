using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>Words of uniseg and sentences of NLTK's untrained Punkt, as Dolma uses them.</summary>
public sealed class DolmaSplitsJudge() : VectorJudge("dolma_splits")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonProperty one in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte[] utf8 = Encoding.UTF8.GetBytes(folder.Documents[one.Name]);
            TextParts.Compare(tally, $"{one.Name} words", TextParts.Spans(one.Value.GetProperty("words")),
                TextParts.Spans(utf8, WordSplitter.Unicode.Split(utf8)));
            TextParts.Compare(tally, $"{one.Name} sentences", TextParts.Spans(one.Value.GetProperty("sentences_punkt")),
                TextParts.Spans(utf8, SentenceSplitter.Punkt.Split(utf8)));
            foreach (bool keepBlank in (bool[])[false, true])
            {
                string field = keepBlank ? "paragraphs_with_empty" : "paragraphs";
                TextParts.Compare(tally, $"{one.Name} {field}", TextParts.Spans(one.Value.GetProperty(field)),
                    TextParts.Spans(utf8, TextParagraphs.SplitLines(utf8, keepBlank)));
            }
        }
    }
}
