using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RdpCompliance.Engine.Sources;

/// <summary>
/// YamlDotNet's events of a text. Whatever is no YAML is a <see cref="YamlException"/> at its
/// place: the scanner itself also throws <see cref="InvalidOperationException"/>
/// ("...\n~@") and <see cref="ArgumentException"/> ("!![").
/// </summary>
public sealed class YamlEvents(string text) : IParser
{
    private readonly Parser _parser = new(new StringReader(text));

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (InvalidOperationException exception)
        {
            throw Broken(exception);
        }
        catch (ArgumentException exception)
        {
            throw Broken(exception);
        }
    }

    private YamlException Broken(Exception cause)
    {
        var at = Current?.End ?? Mark.Empty;
        return new(at, at, "The text that follows is no YAML.", cause);
    }
}
