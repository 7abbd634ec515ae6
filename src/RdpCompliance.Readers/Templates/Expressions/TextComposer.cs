using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Joins texts, of which some may not be known: then the whole is not known, but its pattern is.</summary>
public sealed class TextComposer
{
    private const int Usual = 96;

    /// <summary>The text; once something is not known, the pattern.</summary>
    private readonly StringBuilder _text = new(Usual);
    private Node.Unresolved? _cause;
    private ImmutableArray<TraceStep> _trace = [];
    private bool _hasPattern = true;

    /// <summary>Whether more was appended than one text may have; the rest was dropped.</summary>
    public bool IsTooLong { get; private set; }

    public static Node Join(Location place, params ReadOnlySpan<object> parts)
    {
        var composer = new TextComposer();
        foreach (var part in parts)
        {
            _ = part is Node node ? composer.Append(node) : composer.Append(part.ToString() ?? "");
        }

        return composer.ToNode(place);
    }

    public TextComposer Append(string text)
    {
        if (_text.Length + text.Length > EvaluationBudget.LongestText)
        {
            IsTooLong = true;
        }
        else
        {
            _text.Append(_cause is null ? text : Unknown.Escape(text));
        }

        return this;
    }

    /// <summary>Appends text or something not known; any other value counts as the text that <see cref="Conversion.ToText"/> makes of it.</summary>
    public TextComposer Append(Node node)
    {
        _trace = Tracing.Join(_trace, node.Trace);
        if (node is Node.Unresolved unknown)
        {
            Doubt(unknown);
            _hasPattern &= unknown.Pattern is not null;
            _text.Append(unknown.Pattern);
        }
        else if (Conversion.ToText(node) is { } text)
        {
            Append(text);
        }
        else
        {
            // A list or record with unknown parts: it has no text and no pattern.
            Doubt(Unknown.Changing(node.Location, "string()"));
            _hasPattern = false;
        }

        return this;
    }

    public Node ToNode(Location place) => _cause is null
        ? IsTooLong ? Unknown.Wrong(place, "a text that is too long") : new Node.Text(place, _text.ToString()) { Trace = _trace }
        : new Node.Unresolved(_cause)
        {
            Trace = _trace,
            Pattern = _hasPattern && !IsTooLong && _text.Length <= Unknown.LongestPattern ? _text.ToString() : null,
        };

    /// <summary>From here on the text is a pattern, in which braces mean what is not known.</summary>
    private void Doubt(Node.Unresolved cause)
    {
        if (_cause is not null)
        {
            return;
        }

        _cause = cause;
        foreach (var chunk in _text.GetChunks())
        {
            if (chunk.Span.ContainsAny('{', '}'))
            {
                var escaped = Unknown.Escape(_text.ToString());
                _text.Clear().Append(escaped);
                return;
            }
        }
    }
}
