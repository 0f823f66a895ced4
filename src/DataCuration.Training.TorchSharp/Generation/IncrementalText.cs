using System.Runtime.InteropServices;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Decodes tokens one after the other. A token can hold a part of a character, and decoders treat the first token of a text in another way. So each piece is
/// the end of a decoded stretch that begins a little earlier.
/// </summary>
internal sealed class IncrementalText
{
    private const char Incomplete = '\uFFFD';
    private const int Context = 8; // tokens of the prompt
    private const int MaxPending = 8; // an incomplete character has at most 3 bytes; more tokens than that are bytes that form no character
    private const int MaxIncomplete = 3; // U+FFFD, one or several, that such bytes decode to
    private const int MaxStretch = 64;

    private readonly ITokenTextDecoder decoder;
    private readonly List<int> tokens;
    private int first; // the stretch starts here
    private int done; // the text of the tokens before is complete
    private int given; // the characters of the stretch that were returned, or belong to the prompt

    /// <summary>Creates a decoder for the tokens after a prompt.</summary>
    public IncrementalText(ITokenTextDecoder decoder, ReadOnlySpan<int> prompt)
    {
        this.decoder = decoder;
        tokens = [.. prompt[Math.Max(0, prompt.Length - Context)..]];
        done = tokens.Count;
        given = Decode(0, done).Length;
    }

    /// <summary>Returns the text that is complete with a token; empty while a character is incomplete.</summary>
    public string Append(int token)
    {
        tokens.Add(token);
        string now = Decode(first, tokens.Count);
        if (now.Length <= given) return "";
        int end = now.Length;
        bool isComplete = now[^1] != Incomplete || tokens.Count - done > MaxStretch;
        if (!isComplete)
        {
            if (tokens.Count - done < MaxPending) return "";
            while (end > now.Length - MaxIncomplete && end > given && now[end - 1] == Incomplete) end--;
        }
        string piece = now[given..end];
        if (!isComplete) given = end;
        else
        {
            (first, done) = (done, tokens.Count);
            given = Decode(first, done).Length;
        }
        return piece;
    }

    /// <summary>Returns the text of the last tokens, where bytes that form no character are U+FFFD.</summary>
    public string Finish()
    {
        string now = Decode(first, tokens.Count);
        return now.Length > given ? now[given..] : "";
    }

    private string Decode(int start, int end) => decoder.Decode(CollectionsMarshal.AsSpan(tokens)[start..end]);
}
