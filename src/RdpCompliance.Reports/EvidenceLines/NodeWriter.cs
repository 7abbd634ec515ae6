using System.Text.Json;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Reports.EvidenceLines;

/// <summary>Writes a resource tree as JSON; what is not known reads {"$unresolved": expression}.</summary>
internal static class NodeWriter
{
    public static void Write(Utf8JsonWriter json, Node node)
    {
        switch (node)
        {
            case Node.Object known:
                json.WriteStartObject();
                foreach (var property in known.Properties)
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case Node.Array array:
                json.WriteStartArray();
                foreach (var element in array.Elements)
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            case Node.Text text:
                json.WriteStringValue(text.Value);
                break;
            case Node.Number number:
                json.WriteRawValue(number.Literal);
                break;
            case Node.Boolean flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case Node.Unresolved unresolved:
                WriteUnresolved(json, unresolved.Expression);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    public static void WriteUnresolved(Utf8JsonWriter json, string expression)
    {
        json.WriteStartObject();
        json.WriteString("$unresolved", expression);
        json.WriteEndObject();
    }
}
