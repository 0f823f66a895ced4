using System.Reflection;
using DataCuration.Extraction;
using DataCuration.LanguageModels;
using DataCuration.TestKit;
using Microsoft.Extensions.AI;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Implementations of the library's interfaces that are only told apart from others.</summary>
public static class FingerprintDoubles
{
    public sealed class OtherClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>A store that is only told apart from others.</summary>
    public class OtherStore : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IFileStore.GetFullPath) => args![0],
            nameof(IFileStore.FolderExists) => false,
            _ => throw new NotSupportedException(),
        };
    }

    public sealed class OtherIdentifier(string name) : ILanguageIdentifier
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages) => 0;
    }

    public sealed class OtherExtractor(string name) : IDocumentExtractor
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(ExtractionResult.Drop("none"));
    }

    public sealed class OtherTokenLosses(string name) : ITokenLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    public sealed class OtherGradients(string name) : IGradientSource
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public Task<ITextScorer> StartRoundAsync(int round, Corpus? selected, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    public sealed class OtherEmbedder(string name) : ITextEmbedder
    {
        public string Name => name;

        public int Dimension => 2;

        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors) => throw new NotSupportedException();
    }

    public sealed class OtherTextScorer(string name) : ITextScorer
    {
        public string Name => name;

        public IReadOnlyList<string> Labels => ["sample", "samplex"];

        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
        {
        }
    }

    public sealed class OtherLossScorer(string name) : ITextLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) => nats.Fill(1);
    }

    public sealed class OtherLosses(string name) : ILossSource
    {
        public IReadOnlyList<LossModel> Models => [new("small", 1), new("large", 2)];

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DocumentLosses>();
    }

    public sealed class OtherScorer : IContentPathScorer
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "other");

        public double Score(Document document) => 0;
    }

    public sealed class OtherRetriever(string name) : IPassageRetriever
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public ValueTask<IReadOnlyList<RetrievedPassage>> RetrieveAsync(string query, int count, CancellationToken cancellationToken = default) => new([]);
    }

    public sealed class OtherEncoder : ITokenEncoder
    {
        public int VocabularySize => 2;

        public int EndOfDocument => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "other");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
        }
    }
}
