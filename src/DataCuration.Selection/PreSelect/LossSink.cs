using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>Writes the losses of a shard's documents, one line for each, for <see cref="LossFile"/> to read.</summary>
internal sealed class LossSink(LossFit fit, IReadOnlyList<ScoredModel> models) : IDocumentSink
{
    public const string Suffix = ".losses";

    public void Describe(FingerprintWriter writer) => fit.DescribeModels(writer);

    public IShardWriter Open(ShardOutput output) => new Writer(models, output.CreateFile(output.Name + Suffix));

    private sealed class Writer(IReadOnlyList<ScoredModel> models, Stream file) : IShardWriter
    {
        private readonly List<ReadOnlyMemory<byte>> texts = [];
        private readonly List<int> places = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            // An empty text has no tokens, so every model would have a loss of 0. Equal losses would make it the worst of all examples.
            texts.Clear();
            places.Clear();
            for (int i = 0; i < documents.Length; i++)
            {
                ReadOnlyMemory<byte> text = documents.Span[i].Utf8Text;
                if (text.IsEmpty) continue;
                texts.Add(text);
                places.Add(i);
            }
            var losses = new double[models.Count][];
            for (int model = 0; model < models.Count; model++) losses[model] = Score(models[model], documents.Length, cancellationToken);
            using var json = new Utf8JsonWriter(file);
            for (int i = 0; i < documents.Length; i++) Write(json, documents.Span[i].Id, losses, i);
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private double[] Score(ScoredModel model, int documents, CancellationToken cancellationToken)
        {
            ReadOnlyMemory<byte>[] all = [.. texts];
            var found = new double[all.Length];
            int size = model.Scorer.BatchSize;
            for (int start = 0; start < all.Length; start += size)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(size, all.Length - start);
                found.AsSpan(start, count).Fill(double.NaN);
                model.Scorer.Score(all.AsSpan(start, count), found.AsSpan(start, count), cancellationToken);
            }
            var losses = new double[documents];
            losses.AsSpan().Fill(double.NaN);
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i] < 0)
                    throw new InvalidDataException($"Model '{model.Model.Name}' returned a loss of {found[i]} nats. A loss must not be negative.");
                losses[places[i]] = found[i];
            }
            return losses;
        }

        private void Write(Utf8JsonWriter json, string id, double[][] losses, int place)
        {
            json.Reset();
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteStartObject("losses");
            for (int model = 0; model < models.Count; model++)
                if (double.IsFinite(losses[model][place])) json.WriteNumber(models[model].Model.Name, losses[model][place]);
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            file.WriteByte((byte)'\n');
        }
    }
}
