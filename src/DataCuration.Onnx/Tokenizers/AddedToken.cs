namespace DataCuration.Onnx;

/// <summary>A token beside the model's vocabulary.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its spelling.</param>
/// <param name="Special">Whether it is no text: then none becomes it here.</param>
/// <param name="Plain">Whether it is found in text as it is spelled, with nothing about it looked at or taken along.</param>
internal sealed record AddedToken(int Id, string Text, bool Special, bool Plain)
{
    public static AddedToken Read(JsonPart part)
    {
        string text = part["content"].String() is { Length: > 0 } content ? content : throw part["content"].Invalid("empty");
        return new(part["id"].Id(), text, part["special"].Boolean(false), !part["lstrip"].Boolean(false) && !part["rstrip"].Boolean(false) && !part["single_word"].Boolean(false));
    }

    /// <summary>Refuses tokens that text becomes, where that cannot be done.</summary>
    public static void RequireSpecial(JsonPart root, IEnumerable<AddedToken> added)
    {
        if (added.FirstOrDefault(token => !token.Special) is { } token) throw root["added_tokens"].Unsupported($"one with '{token.Text}', which is not special: text would have to be cut at it before all else");
    }
}
