using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class TrainingLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_LossEvaluationWarning_AreLinesOfJson()
    {
        using (var log = new TrainingLog(folder.Path, 0, []))
        {
            log.WriteWarning(0, "too often");
            log.Write(Loss(10, 2.5), 1_000, 123.45);
            log.Write(new TrainingEvaluation(10, 1.5, 3) { Set = "books" });
        }
        JsonElement[] lines = Lines();
        Assert.Equal("too often", lines[0].GetProperty("warning").GetString());
        JsonElement loss = lines[1];
        Assert.Equal((10, 2.5, 1_000), (loss.GetProperty("step").GetInt64(), loss.GetProperty("loss").GetDouble(), loss.GetProperty("tokens").GetInt64()));
        Assert.Equal(("books", 1.5), (lines[2].GetProperty("evaluation").GetString(), lines[2].GetProperty("bits_per_byte").GetDouble()));
        List<TensorBoardWriterTests.Event> events = TensorBoardWriterTests.Read(File.ReadAllBytes(Directory.GetFiles(folder.Path, "*tfevents*").Single()));
        Assert.Contains(events, one => one is { Tag: "training/loss", Value: 2.5f, Step: 10 });
        Assert.Contains(events, one => one is { Tag: "bits_per_byte/books", Value: 1.5f, Step: 10 });
    }

    [Fact]
    public void Constructor_AfterAKill_RemovesTheStepsThatAreMadeAgain()
    {
        using (var log = new TrainingLog(folder.Path, 0, []))
        {
            for (long step = 1; step <= 8; step++) log.Write(Loss(step, step), step, 1);
            log.Write(new TrainingEvaluation(4, 1.5, 3));
            log.WriteSample(4, "The", " cat");
            log.Write(new TrainingEvaluation(5, 1.4, 3));
            log.WriteSample(5, "The", " dog");
        }
        File.AppendAllText(Path.Combine(folder.Path, TrainingLog.FileName), "{\"step\":9,\"lo");
        using (var log = new TrainingLog(folder.Path, 5, [new TrainingEvaluation(4, 1.5, 3)])) log.Write(Loss(6, 66), 6, 1);
        Assert.Equal(["1", "2", "3", "4", "5", "4 evaluation", "4 cat", "6"], Lines().Select(line => line.GetProperty("step")
            + (line.TryGetProperty("evaluation", out JsonElement name) ? " " + name.GetString() : "")
            + (line.TryGetProperty("sample", out JsonElement text) ? text.GetString() : "")));
        Assert.Equal(66, Lines()[^1].GetProperty("loss").GetDouble());
        using (new TrainingLog(folder.Path, 0, [])) Assert.Empty(Lines());
    }

    private static TrainingLoss Loss(long step, double loss) => new() { Step = step, Loss = loss, LearningRate = 0.1, GradientNorm = double.PositiveInfinity };

    private JsonElement[] Lines()
    {
        using var stream = new FileStream(Path.Combine(folder.Path, TrainingLog.FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
