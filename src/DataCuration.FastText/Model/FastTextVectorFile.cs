using System.Globalization;
using System.Text;

namespace DataCuration.FastText;

/// <summary>Writes vectors as text, in the format of the C++ program's <c>.vec</c> and <c>.output</c> files.</summary>
internal static class FastTextVectorFile
{
    private const int Digits = 5;

    public static void WriteWords(FastTextModel model, Stream stream)
    {
        var vector = new float[model.Dimension];
        WriteAll(model, stream, model.WordCount, row =>
        {
            model.GetWordVector(model.Dictionary.Entries[row], vector);
            return vector;
        }, row => row);
    }

    public static void WriteOutput(FastTextModel model, Stream stream)
    {
        var vector = new float[model.Dimension];
        int first = model.Kind == FastTextModelKind.Supervised ? model.WordCount : 0;
        WriteAll(model, stream, (int)model.Output.Rows, row =>
        {
            model.CopyOutputRow(row, vector);
            return vector;
        }, row => first + row);
    }

    private static void WriteAll(FastTextModel model, Stream stream, int rows, Func<int, float[]> vectorOf, Func<int, int> entryOf)
    {
        stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{rows} {model.Dimension}\n")));
        for (int row = 0; row < rows; row++)
        {
            stream.Write(model.Dictionary.Entries[entryOf(row)]);
            stream.WriteByte((byte)' ');
            foreach (float value in vectorOf(row))
            {
                stream.Write(Encoding.ASCII.GetBytes(CNumber.Format(value, Digits)));
                stream.WriteByte((byte)' ');
            }
            stream.WriteByte((byte)'\n');
        }
    }
}
