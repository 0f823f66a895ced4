namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Decodes tokens one after the other. A token can hold a part of a character, and decoders treat the first token of a text in another way. So each piece is
/// the difference between two decoded stretches that begin a little earlier.
/// </summary>
internal sealed class IncrementalText
{
    private const char Incomplete = '\uFFFD';
    private const int MaxPending = 8; // an incomplete character has at most 3 bytes; more tokens than that are bytes that form no character
    private const int MaxIncomplete = 3;

    private readonly ITokenTextDecoder decoder;
    private readonly List<int> tokens;
    private int first; // the stretch starts here
    private int done;  // the text of the tokens before is complete

    /// <summary>Creates a decoder for the tokens after a prompt.</summary>
    public IncrementalText(ITokenTextDecoder decoder, ReadOnlySpan<int> prompt)
    {
        this.decoder = decoder;
        tokens = [.. prompt[Math.Max(0, prompt.Length - MaxPending)..]];
        done = tokens.Count;
    }

    /// <summary>Returns the text that is complete with a token; empty while a character is incomplete.</summary>
    public string Append(int token)
    {
        tokens.Add(token);
        ReadOnlySpan<int> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens);
        string before = decoder.Decode(all[first..done]);
        string now = decoder.Decode(all[first..]);
        int end = tokens.Count;
        if (now.Length > before.Length && now[^1] == Incomplete)
        {
            if (end - done < MaxPending) return "";
            end -= MaxIncomplete;
            now = decoder.Decode(all[first..end]);
        }
        if (now.Length <= before.Length) return "";
        (first, done) = (done, end);
        return now[before.Length..];
    }

    /// <summary>Returns the text of the last tokens, where bytes that form no character are U+FFFD.</summary>
    public string Finish()
    {
        ReadOnlySpan<int> all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens);
        string before = decoder.Decode(all[first..done]);
        string now = decoder.Decode(all[first..]);
        return now.Length > before.Length ? now[before.Length..] : "";
    }
}
