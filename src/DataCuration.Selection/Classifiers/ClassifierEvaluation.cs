using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The evaluation of a classifier on examples with known classes: the confusion matrix and the measures computed from it.</summary>
/// <param name="Confusion">The cells of the confusion matrix that are not 0, in ordinal order.</param>
public sealed record ClassifierEvaluation(ImmutableArray<ConfusionCell> Confusion)
{
    /// <summary>The maximum number of classes for which the matrix is printed.</summary>
    private const int MaxPrinted = 30;

    /// <summary>The number of examples.</summary>
    public long Examples => Confusion.Sum(cell => cell.Count);

    /// <summary>
    /// The share of examples that are predicted correctly; NaN without examples. Each example has one class, so this is also the micro average of
    /// precision, recall and F1.
    /// </summary>
    public double Accuracy => (double)Confusion.Where(cell => cell.Truth == cell.Predicted).Sum(cell => cell.Count) / Examples;

    /// <summary>The mean F1 of the classes that occur among the examples. A class that is never predicted counts as 0. NaN without examples.</summary>
    public double MacroF1 => Classes.Where(one => one.Support > 0).Select(one => one.F1).DefaultIfEmpty(double.NaN).Average();

    /// <summary>
    /// The mean precision of the classes that occur among the examples. A class that is never predicted counts as 0. NaN without examples.
    /// </summary>
    public double MacroPrecision =>
        Classes.Where(one => one.Support > 0).Select(one => one.Predicted == 0 ? 0 : one.Precision).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean recall of the classes that occur among the examples. NaN without examples.</summary>
    public double MacroRecall => Classes.Where(one => one.Support > 0).Select(one => one.Recall).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The scores of each class, in ordinal order.</summary>
    public ImmutableArray<ClassScore> Classes =>
        [.. Confusion.SelectMany(cell => new[] { cell.Truth, cell.Predicted }).Where(label => label.Length > 0)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(label => new ClassScore
            {
                Label = label,
                Support = Confusion.Where(cell => cell.Truth == label).Sum(cell => cell.Count),
                Predicted = Confusion.Where(cell => cell.Predicted == label).Sum(cell => cell.Count),
                Correct = Confusion.Where(cell => cell.Truth == label && cell.Predicted == label).Sum(cell => cell.Count),
            })];

    /// <summary>Evaluates predictions.</summary>
    /// <param name="examples">The true and the predicted class of each example. The predicted class is empty if there is no prediction.</param>
    public static ClassifierEvaluation Compute(IEnumerable<(string Truth, string Predicted)> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var cells = new Dictionary<(string, string), long>();
        foreach ((string truth, string predicted) in examples) cells[(truth, predicted)] = cells.GetValueOrDefault((truth, predicted)) + 1;
        return FromCells(cells);
    }

    /// <summary>Writes the evaluation as JSON: the confusion matrix and the measures computed from it.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        WriteJson(json);
    }

    /// <summary>Reads an evaluation.</summary>
    /// <param name="path">A file that <see cref="WriteJson(Stream)"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static ClassifierEvaluation Load(string path, IFileStore? files = null)
    {
        using JsonDocument document = JsonDocument.Parse((files ?? LocalFileStore.Instance).ReadAllBytes(path));
        return Read(document.RootElement);
    }

    internal static ClassifierEvaluation FromCells(Dictionary<(string Truth, string Predicted), long> cells) =>
        new([.. cells.OrderBy(cell => cell.Key.Truth, StringComparer.Ordinal).ThenBy(cell => cell.Key.Predicted, StringComparer.Ordinal)
            .Select(cell => new ConfusionCell(cell.Key.Truth, cell.Key.Predicted, cell.Value))]);

    internal static ClassifierEvaluation Read(JsonElement root) =>
        new([.. root.GetProperty("confusion").EnumerateArray()
            .Select(cell => new ConfusionCell(cell[0].GetString()!, cell[1].GetString()!, cell[2].GetInt64()))]);

    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("examples", Examples);
        json.WriteNumberOrNull("accuracy", Accuracy);
        json.WriteNumberOrNull("macro_precision", MacroPrecision);
        json.WriteNumberOrNull("macro_recall", MacroRecall);
        json.WriteNumberOrNull("macro_f1", MacroF1);
        json.WriteObjects("classes", Classes, one =>
        {
            json.WriteString("label", one.Label);
            json.WriteNumber("support", one.Support);
            json.WriteNumber("predicted", one.Predicted);
            json.WriteNumberOrNull("precision", one.Precision);
            json.WriteNumberOrNull("recall", one.Recall);
            json.WriteNumberOrNull("f1", one.F1);
        });
        json.WriteStartArray("confusion");
        foreach (ConfusionCell cell in Confusion)
        {
            json.WriteStartArray();
            json.WriteStringValue(cell.Truth);
            json.WriteStringValue(cell.Predicted);
            json.WriteNumberValue(cell.Count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Returns the evaluation as tables: the classes, and the confusion matrix for up to 30 classes.</summary>
    public override string ToString()
    {
        ImmutableArray<ClassScore> classes = Classes;
        var scores = new TextTable("class", "examples", "predicted", "precision", "recall", "F1");
        foreach (ClassScore one in classes) scores.Add(one.Label, TextTable.Number(one.Support), TextTable.Number(one.Predicted),
            TextTable.Number(one.Precision), TextTable.Number(one.Recall), TextTable.Number(one.F1));
        scores.Add("macro", TextTable.Number(Examples), "", TextTable.Number(MacroPrecision), TextTable.Number(MacroRecall), TextTable.Number(MacroF1));
        string text = $"{scores}accuracy (micro) {TextTable.Number(Accuracy)}\n";
        if (classes.Length > MaxPrinted) return text;
        var cells = Confusion.ToDictionary(cell => (cell.Truth, cell.Predicted), cell => cell.Count);
        bool isSilent = Confusion.Any(cell => cell.Predicted.Length == 0);
        string[] predicted = [.. classes.Select(one => one.Label), .. isSilent ? [""] : Array.Empty<string>()];
        var matrix = new TextTable(["truth \\ predicted", .. predicted.Select(label => label.Length == 0 ? "(nothing)" : label)]);
        foreach (ClassScore truth in classes.Where(one => one.Support > 0))
            matrix.Add([truth.Label, .. predicted.Select(label => TextTable.Number(cells.GetValueOrDefault((truth.Label, label))))]);
        return $"{text}\n{matrix}";
    }
}
