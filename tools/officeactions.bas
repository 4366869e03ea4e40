Sub SortRows(sheet, area, field, up)
    Dim fields(0) As New com.sun.star.table.TableSortField
    Dim order(1) As New com.sun.star.beans.PropertyValue
    fields(0).Field = field
    fields(0).IsAscending = up
    order(0).Name = "SortFields"
    order(0).Value = fields()
    order(1).Name = "ContainsHeader"
    order(1).Value = False
    sheet.getCellRangeByName(area).sort(order())
End Sub

Function Setting(name, content)
    Dim one As New com.sun.star.beans.PropertyValue
    one.Name = name
    one.Value = content
    Setting = one
End Function

Sub SwapColumns(sheet, one, other)
    sheet.Columns.insertByIndex(0, 1)
    MoveColumn(sheet, one + 1, 0)
    MoveColumn(sheet, other + 1, one + 1)
    MoveColumn(sheet, 0, other + 1)
    sheet.Columns.removeByIndex(0, 1)
End Sub

Sub MoveColumn(sheet, source, goal)
    cells = sheet.getCellRangeByPosition(source, 0, source, 200)
    sheet.moveRange(sheet.getCellByPosition(goal, 0).CellAddress, cells.RangeAddress)
End Sub

Sub MoveCells(sheet, source, goal)
    sheet.moveRange(sheet.getCellRangeByName(goal).CellAddress, sheet.getCellRangeByName(source).RangeAddress)
End Sub

Sub CopyRow(sheet, source, goal)
    cells = sheet.getCellRangeByPosition(0, source - 1, 40, source - 1)
    sheet.copyRange(sheet.getCellByPosition(0, goal - 1).CellAddress, cells.RangeAddress)
End Sub

Sub DeleteLeft(sheet, address)
    sheet.removeRange(sheet.getCellRangeByName(address).RangeAddress, com.sun.star.sheet.CellDeleteMode.LEFT)
End Sub

Sub ShiftDown(sheet, first, last)
    cells = sheet.getCellRangeByName(first & ":" & last)
    at = sheet.getCellRangeByName(first).CellAddress
    at.Row = at.Row + 1
    sheet.moveRange(at, cells.RangeAddress)
End Sub

Sub ShowAll(document)
    For number = 0 To document.Sheets.Count - 1
        one = document.Sheets.getByIndex(number)
        one.IsVisible = True
        one.Columns.IsVisible = True
        one.Rows.IsVisible = True
    Next
End Sub

Sub Unlock(document)
    For number = 0 To document.Sheets.Count - 1
        document.Sheets.getByIndex(number).unprotect("")
    Next
End Sub

Sub Note(sheet, address, text)
    sheet.Annotations.insertNew(sheet.getCellRangeByName(address).CellAddress, text)
End Sub

Sub TypeDate(document, sheet, address, text)
    Dim where As New com.sun.star.lang.Locale
    cell = sheet.getCellRangeByName(address)
    cell.Formula = text
    cell.NumberFormat = document.NumberFormats.getStandardFormat(com.sun.star.util.NumberFormat.DATE, where)
End Sub

Sub Replace(sheet, what, by)
    found = sheet.createReplaceDescriptor()
    found.SearchString = what
    found.ReplaceString = by
    sheet.replaceAll(found)
End Sub

Sub ClearInputs(sheet)
    sheet.getCellRangeByName("@stations.value@:@served.value@").clearContents(31)
    sheet.getCellRangeByName("@stations.confirm@:@served.confirm@").clearContents(31)
    sheet.getCellRangeByName("@stations.year_estimate@:@served.outlook@").clearContents(31)
    sheet.getCellRangeByName("@stations.as_of@:@served.note@").clearContents(31)
End Sub

Function Fresh()
    Fresh = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, Array(Setting("Hidden", True)))
End Function

Function PasteValues(document, sheet, firstColumn, withoutCodes)
    made = Fresh()
    goal = made.Sheets.getByIndex(0)
    line = 0
    For number = 0 To @row:rate@ + 3
        If Not (withoutCodes = 1 And (number = 4)) Then
            source = sheet.getCellRangeByPosition(firstColumn, number, 40, number)
            goal.getCellRangeByPosition(0, line, 40 - firstColumn, line).setDataArray(source.getDataArray())
            line = line + 1
        End If
    Next
    PasteValues = made
End Function

Sub CopySheet(source, goal, name)
    goal.Sheets.insertNewByName(name, goal.Sheets.Count)
    made = goal.Sheets.getByName(name)
    made.getCellRangeByPosition(0, 0, 40, 40).setFormulaArray(source.getCellRangeByPosition(0, 0, 40, 40).getFormulaArray())
    made.Columns.getByIndex(0).IsVisible = False
    made.Rows.getByIndex(4).IsVisible = False
End Sub

Function CopyOut(document, sheet)
    made = Fresh()
    CopySheet(sheet, made, "指标")
    CopyOut = made
End Function

Function CopyIn(document, other)
    made = StarDesktop.loadComponentFromURL(other, "_blank", 0, Array(Setting("Hidden", True)))
    CopySheet(document.Sheets.getByName("指标"), made, "福田指标")
    CopyIn = made
End Function

Function Collect(document, files, all)
    made = Fresh()
    For number = 0 To UBound(files)
        source = StarDesktop.loadComponentFromURL(files(number), "_blank", 0, Array(Setting("Hidden", True)))
        For place = 0 To 3
            title = source.Sheets.getByIndex(place).Name
            If title = "指标" Or (all And place > 0) Then
                CopySheet(source.Sheets.getByIndex(place), made, title & (number + 1))
            End If
        Next
        source.close(True)
    Next
    Collect = made
End Function
