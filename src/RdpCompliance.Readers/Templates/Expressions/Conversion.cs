using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>How templates turn values into others.</summary>
public static class Conversion
{
    /// <summary>Text of a value: booleans as .NET writes them ("True"), lists and records as JSON in one line, null as nothing.</summary>
    /// <returns><see langword="null"/> when a part is not known.</returns>
    public static string? ToText(Node node) => node switch
    {
        Node.Text text => text.Value,
        Node.Number { Whole: null } number => Float(number.Literal),
        Node.Number number => number.Literal,
        Node.Boolean boolean => boolean.Value ? "True" : "False",
        Node.Null => "",
        _ => JsonPrinter.Print(node, EvaluationBudget.LongestText),
    };

    /// <summary>A number that is no integer as .NET writes it: "1.5", "1" for 1.0, "1E+20".</summary>
    public static string Float(string literal) => double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value.ToString("R", CultureInfo.InvariantCulture)
        : literal;

    /// <summary>"an integer", "a string" … for messages.</summary>
    public static string NameOf(Node node) => node switch
    {
        Node.Text => "a string",
        Node.Number { Whole: null } => "a number that is no integer",
        Node.Number => "an integer",
        Node.Boolean => "a boolean",
        Node.Null => "null",
        Node.Array => "an array",
        Node.Object => "an object",
        _ => "something not known",
    };

    public static string Print(long number) => number.ToString(CultureInfo.InvariantCulture);
}
