using System.Globalization;
using DataCuration;
using DataCuration.Selection;
using RateAndTag;

namespace PerplexityBucketsSample;

/// <summary>Trains an n-gram model on reference texts and divides a pool into head, middle and tail by its perplexity, as CCNet does.</summary>
internal static class Job
{
    public static async Task RunAsync(Settings settings, CurationRun run, TextWriter output, CancellationToken cancellationToken)
    {
        bool isSample = settings.Pool.Count == 0;
        (Corpus reference, Corpus pool) = isSample ? SampleCorpora(cancellationToken)
            : (Corpus.FromJsonl([.. settings.Reference]), Corpus.FromJsonl([.. settings.Pool]));

        // 1. The model learns from texts that are good by their origin; CCNet takes Wikipedia.
        using NGramModel model = await reference.FitAsync(new NGramModelFit
        {
            Order = settings.Order,
            MinWordCount = 2,
            Tokens = new NGramTokens { Form = NGramForm.CcNet, Splitter = WordSplitter.WordPunct },
        }, run, cancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"model: order {model.Order}, {model.VocabularySize:N0} words, {Enumerable.Range(1, model.Order).Sum(model.GetCount):N0} n-grams"));
        model.WriteArpa(Path.Combine(run.Options.WorkDirectory, "reference.arpa"));

        // 2. One pass writes the perplexity of each document; a fit finds the percentiles; a second pass writes one folder for each bucket.
        Corpus scored = await pool.Pipe(new PerplexityTagger(model)).WriteJsonlAsync("scored", run, cancellationToken: cancellationToken);
        PerplexityBuckets buckets = await scored.FitAsync(new PerplexityBucketFit { GroupField = settings.GroupField }, run, cancellationToken);
        output.WriteLine();
        output.WriteLine(buckets.ToString());
        IReadOnlyDictionary<string, Corpus> byBucket = await scored.Pipe(new PerplexityBucketTagger(buckets))
            .WritePartitionedAsync("buckets", document => document.Get(PerplexityBucketTagger.Bucket)!, run, cancellationToken: cancellationToken);

        // 3. The report.
        output.WriteLine("bucket    documents  bits/byte" + (isSample ? "  damaged" : ""));
        foreach (string bucket in (string[])["head", "middle", "tail", "all"])
            if (byBucket.TryGetValue(bucket, out Corpus? part)) await ReportAsync(bucket, part, run, isSample, output, cancellationToken);
    }

    private static async Task ReportAsync(string bucket, Corpus part, CurationRun run, bool isSample, TextWriter output, CancellationToken cancellationToken)
    {
        long documents = 0, damaged = 0;
        double bits = 0, bytes = 0;
        await foreach (Document document in part.AsAsyncEnumerable(run, cancellationToken))
        {
            documents++;
            if (document.TryGet(PerplexityTagger.BitsPerByte, out double perByte)) bits += perByte * document.Utf8Text.Length;
            bytes += document.Utf8Text.Length;
            if (isSample && document.Get(new AnnotationKey<string>(SampleTexts.QualityField)) == "poor") damaged++;
        }
        string share = isSample ? string.Create(CultureInfo.InvariantCulture, $"  {100.0 * damaged / documents,6:F1} %") : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bucket,-8}  {documents,9:N0}  {bits / bytes,9:F3}{share}"));
    }

    /// <summary>Half of the sample's undamaged texts are the reference; all other texts, a third of them damaged by rule, are the pool.</summary>
    private static (Corpus Reference, Corpus Pool) SampleCorpora(CancellationToken cancellationToken)
    {
        List<Document> reference = [], pool = [];
        foreach (Document document in SampleTexts.Read(cancellationToken))
        {
            bool isGood = document.Get(new AnnotationKey<string>(SampleTexts.QualityField)) == "good";
            (isGood && SeededRandom.Create(0, "halves", document.Id).NextInt64(2) == 0 ? reference : pool).Add(document);
        }
        return (Corpus.FromDocuments(reference), Corpus.FromDocuments(pool));
    }
}
