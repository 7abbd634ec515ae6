using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Templates.Bicep.Parsing;

/// <summary>The two languages: templates (<c>.bicep</c>) and parameters files (<c>.bicepparam</c>).</summary>
public enum BicepLanguage
{
    Template,
    Parameters,
}

/// <summary>A parsed file. Parsing never fails: what is wrong stands in <see cref="Errors"/>, ordered by place.</summary>
public sealed record BicepFile(Source Source, BicepLanguage Language, Syntax.File Root, ImmutableArray<SyntaxError> Errors)
{
    public static BicepFile Parse(Source source)
    {
        var language = source.Name.EndsWith(".bicepparam", StringComparison.OrdinalIgnoreCase) ? BicepLanguage.Parameters : BicepLanguage.Template;
        var (root, errors) = Parser.Parse(LexedText.Of(source.Text.Value), language);
        return new(source, language, root, errors);
    }
}
