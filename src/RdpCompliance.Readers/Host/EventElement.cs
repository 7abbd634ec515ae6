using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>One <c>Event</c> element on which <paramref name="xml"/> stands; see <see cref="EventXmlReader"/>.</summary>
internal sealed class EventElement(XmlReader xml, XmlPlaces places, BinaryForm binary, ImmutableArray<Diagnostic>.Builder diagnostics)
{
    private static readonly DiagnosticDescriptor NoNumber =
        new("RDP0175", DiagnosticEffect.Damage, "'{0}' is the {1} of an event; a decimal number was expected.");
    private static readonly DiagnosticDescriptor NoTime =
        new("RDP0176", DiagnosticEffect.Damage, "'{0}' is the time of an event; a time in ISO 8601 form was expected.");

    private static readonly DiagnosticDescriptor NoBytes =
        new("RDP0180", DiagnosticEffect.Damage, "'{0}' are the bytes of an event; hexadecimal digits or Base64 were expected.");

    private readonly ImmutableArray<ItemField>.Builder _fields = ImmutableArray.CreateBuilder<ItemField>();
    private readonly ImmutableArray<string>.Builder _data = ImmutableArray.CreateBuilder<string>();
    private (int From, int To)? _dataSpan;
    private bool _stoppedInside;

    /// <summary>Reads to the end tag of the element.</summary>
    /// <exception cref="XmlException">The XML breaks off inside.</exception>
    public Item Read()
    {
        var (depth, start) = (xml.Depth, places.Offset - 1);
        var section = "";
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            section = xml.Depth == depth + 1 ? xml.LocalName : section;
            while (xml.Depth > depth + 1 && ReadElement(section))
            {
            }
        }

        if (_dataSpan is (var from, var to))
        {
            _fields.Add(new(EventFields.Data, new SettingValue.List(_data.DrainToImmutable()), places.Between(from, to)));
        }

        return EventFields.ToItem(_fields.DrainToImmutable(), places.Between(start, places.Offset + "Event>".Length));
    }

    /// <returns>Whether the reader stopped at an element inside, which is to be read next.</returns>
    private bool ReadElement(string section)
    {
        _stoppedInside = false;
        var name = xml.LocalName;
        switch (section, name)
        {
            case ("System", "Provider"):
                AddText(EventFields.Provider, Attribute("Name"));
                break;
            case ("System", "TimeCreated"):
                AddTime(Attribute("SystemTime"));
                break;
            case ("System", "EventID"):
                AddNumber(EventFields.Id, Content());
                break;
            case ("System", "Level"):
                AddNumber(EventFields.Level, Content());
                break;
            case ("System", "EventRecordID"):
                AddNumber(EventFields.RecordId, Content());
                break;
            case ("System", "Channel"):
                AddText(EventFields.Channel, Content());
                break;
            case ("System", "Computer"):
                AddText(EventFields.Computer, Content());
                break;
            case ("EventData", "Data"):
                var named = Attribute("Name");
                AddData(named.Text, Content());
                break;
            case ("EventData", "Binary"):
                AddBytes(Content());
                break;
            case ("UserData", _):
                var content = Content();
                if (!_stoppedInside)
                {
                    AddData(name, content);
                }

                break;
        }

        return _stoppedInside;
    }

    private (string Text, Location Place) Attribute(string name)
    {
        if (!xml.MoveToAttribute(name))
        {
            return ("", places.Between(places.Offset, places.Offset));
        }

        var found = (xml.Value, places.AttributeValue());
        xml.MoveToElement();
        return found;
    }

    /// <summary>The text of the current element up to its end tag or to the first element inside it, on which the reader stops.</summary>
    private (string Text, Location Place) Content()
    {
        var end = places.Offset + xml.Name.Length;
        if (xml.IsEmptyElement)
        {
            return ("", places.Between(end, end));
        }

        var text = new StringBuilder();
        int? start = null;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    start ??= places.Offset;
                    text.Append(xml.Value);
                    break;
                case XmlNodeType.Element or XmlNodeType.EndElement:
                    _stoppedInside = xml.NodeType == XmlNodeType.Element;
                    end = places.Offset - (_stoppedInside ? 1 : 2);
                    return (text.ToString(), places.Between(start ?? end, end));
            }
        }

        return (text.ToString(), places.Between(start ?? end, end));
    }

    private void AddText(string field, (string Text, Location Place) found) => _fields.Add(new(field, new SettingValue.Text(found.Text), found.Place));

    private void AddNumber(string field, (string Text, Location Place) found)
    {
        if (long.TryParse(found.Text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            _fields.Add(new(field, new SettingValue.Number(number), found.Place));
            return;
        }

        diagnostics.Add(new(NoNumber, found.Place, found.Text, field));
        _fields.Add(new(field, new SettingValue.Unresolved(UnknownReason.WrongType, found.Text), found.Place));
    }

    private void AddTime((string Text, Location Place) found)
    {
        if (WindowsTime.TryParse(found.Text) is { } time)
        {
            _fields.Add(new(EventFields.Time, new SettingValue.Instant(time), found.Place));
            return;
        }

        diagnostics.Add(new(NoTime, found.Place, found.Text));
        _fields.Add(new(EventFields.Time, new SettingValue.Unresolved(UnknownReason.WrongType, found.Text), found.Place));
    }

    private void AddBytes((string Text, Location Place) found)
    {
        var digits = found.Text.AsSpan().Trim().ToString();
        var hex = digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? digits : null;
        var bytes = new byte[digits.Length];
        var base64 = Convert.TryFromBase64String(digits, bytes, out var count) ? Convert.ToHexString(bytes, 0, count) : null;
        if ((binary == BinaryForm.Base64 ? base64 ?? hex : hex ?? base64) is { } known)
        {
            _fields.Add(new(EventFields.Binary, new SettingValue.Text(known), found.Place));
            return;
        }

        diagnostics.Add(new(NoBytes, found.Place, digits));
        _fields.Add(new(EventFields.Binary, new SettingValue.Unresolved(UnknownReason.Unreadable, digits), found.Place));
    }

    /// <summary>python-evtx writes an array of strings as one text of elements.</summary>
    private static ImmutableArray<string>? StringsIn(string text)
    {
        const string Open = "<string>", Close = "</string>";
        var rest = text.AsSpan().Trim();
        if (!rest.StartsWith(Open, StringComparison.Ordinal) || !rest.EndsWith(Close, StringComparison.Ordinal))
        {
            return null;
        }

        var strings = ImmutableArray.CreateBuilder<string>();
        for (; !rest.IsEmpty; rest = rest.TrimStart())
        {
            if (!rest.StartsWith(Open, StringComparison.Ordinal) || rest.IndexOf(Close, StringComparison.Ordinal) is not (>= 0 and var end))
            {
                return null;
            }

            strings.Add(rest[Open.Length..end].ToString());
            rest = rest[(end + Close.Length)..];
        }

        return strings.DrainToImmutable();
    }

    private void AddData(string name, (string Text, Location Place) found)
    {
        if (StringsIn(found.Text) is { } strings)
        {
            _data.AddRange(strings);
        }
        else
        {
            _data.Add(found.Text);
        }

        _dataSpan = (_dataSpan?.From ?? (int)found.Place.Start, (int)(found.Place.Start + found.Place.Length));
        if (name.Length > 0)
        {
            AddText(EventFields.Named(name), found);
        }
    }
}
