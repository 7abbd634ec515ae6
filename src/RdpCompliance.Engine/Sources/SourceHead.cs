namespace RdpCompliance.Engine.Sources;

/// <summary>
/// The beginning of a source, by which readers tell whether it is theirs: its bytes, and its text, decoded once for all of them. A character
/// that the end cuts is left as the decoder has it.
/// </summary>
public sealed class SourceHead(ReadOnlyMemory<byte> bytes)
{
    private string? _text;

    public ReadOnlySpan<byte> Bytes => bytes.Span;

    /// <summary>Of bytes that are no text, whatever decoding makes of them.</summary>
    public string Text => _text ??= SourceText.Decode(Bytes).Value;
}
