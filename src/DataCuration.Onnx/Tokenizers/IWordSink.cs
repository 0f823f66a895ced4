using System.Text;

namespace DataCuration.Onnx;

/// <summary>Receives words, character by character.</summary>
internal interface IWordSink
{
    /// <summary>Adds a character to the current word.</summary>
    void Add(Rune rune);

    /// <summary>Ends the current word. Does nothing if it is empty.</summary>
    void EndWord();
}
