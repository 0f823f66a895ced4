using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>Words and sentences of spaCy, NLTK and white space.</summary>
public sealed class SplittersJudge() : VectorJudge("splitters")
{
    /// <inheritdoc/>
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonProperty one in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string text = one.Value.TryGetProperty("text", out JsonElement own) ? own.GetString()! : folder.Documents[one.Name];
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Words(WordSplitter.English, "spacy_words");
            Words(WordSplitter.WordPunct, "wordpunct");
            Words(WordSplitter.PennTreebank, "treebank");
            Sentences(SentenceSplitter.Punkt, "punkt_untrained_sentences");
            Sentences(SentenceSplitter.English, "spacy_sentences");
            Sentences(SentenceSplitter.WhiteSpace, "whitespace_sentences");

            void Words(WordSplitter splitter, string field) => TextParts.Compare(tally, $"{one.Name} {field}",
                TextParts.Texts(one.Value.GetProperty(field)), TextParts.Texts(splitter.Split(utf8)));
            void Sentences(SentenceSplitter splitter, string field) => TextParts.Compare(tally, $"{one.Name} {field}",
                TextParts.Spans(one.Value.GetProperty(field)), TextParts.Spans(utf8, splitter.Split(utf8)));
        }
    }
}
