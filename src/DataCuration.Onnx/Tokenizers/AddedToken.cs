namespace DataCuration.Onnx;

/// <summary>A token that is not part of the model's vocabulary.</summary>
/// <param name="Id">The id.</param>
/// <param name="Text">The spelling.</param>
/// <param name="Special">True for a special token, which text is never encoded as.</param>
/// <param name="Plain">True if the spelling alone decides where the token occurs: it takes no spaces around it, and needs no word boundary.</param>
internal sealed record AddedToken(int Id, string Text, bool Special, bool Plain)
{
    public static AddedToken Read(JsonPart part)
    {
        string text = part["content"].String() is { Length: > 0 } content ? content : throw part["content"].Invalid("empty");
        return new(part["id"].Id(), text, part["special"].Boolean(false), !part["lstrip"].Boolean(false) && !part["rstrip"].Boolean(false)
            && !part["single_word"].Boolean(false));
    }

    /// <summary>Throws if a token is not special, for models that cannot cut text at added tokens.</summary>
    public static void RequireSpecial(JsonPart root, IEnumerable<AddedToken> added)
    {
        if (added.FirstOrDefault(token => !token.Special) is { } token)
            throw root["added_tokens"].Unsupported($"one with '{token.Text}', which is not special: text would have to be cut at it first");
    }
}
