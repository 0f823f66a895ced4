using System.Text;

namespace DataCuration.Onnx;

/// <summary>Takes words, character by character.</summary>
internal interface IWordSink
{
    /// <summary>Adds a character to the word.</summary>
    void Add(Rune rune);

    /// <summary>Ends the word; does nothing where there is none.</summary>
    void EndWord();
}
