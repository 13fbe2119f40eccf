"""Texts of the examples: a report, what can be made of it, and reports on other things."""

COUNCIL = (
    "The council of Marlow Bay voted on Tuesday night to close the harbour bridge for nine months from April. "
    "Engineers had found deep cracks in two of the four main bearings during an inspection in January. "
    "Lorries will be sent along the coastal road, and a ferry is to carry pedestrians every twenty minutes. "
    "Shop owners on the quay said the closure would cost them half of their summer trade. "
    "The repairs are expected to cost 4.2 million pounds, most of it paid by the county."
)
COUNCIL_REWRITTEN = (
    "Marlow Bay's council has decided to shut the harbour bridge for a period of nine months beginning in April. "
    "An inspection carried out in January by engineers revealed deep cracks in two of its four main bearings. "
    "Pedestrians will be carried by a ferry every twenty minutes, while lorries are sent along the coastal road. "
    "According to shop owners on the quay, half of their summer trade would be lost through the closure. "
    "Repairs will cost an expected 4.2 million pounds, with the county paying most of it."
)
PASSAGE = (
    "Engineers had found deep cracks in two of the four main bearings during an inspection in January. "
    "Lorries will be sent along the coastal road, and a ferry is to carry pedestrians every twenty minutes."
)
ROADS = (
    "The roads office wants to look at every crossing of the county before the winter, its director told the assembly. "
    "Thirty culverts are older than the records that describe them, and nobody knows what they can bear. "
    "A list of the worst will be printed in May, together with what each repair would cost and who must pay. "
    "Farmers asked for an exception during the harvest, when the detours would double the way to the mill. "
    "The assembly will vote on the money after the summer recess, and the opposition has asked for a second opinion."
)
OTHER = (
    "A sculptor from Leeds has won the national prize for public art with a steel heron nine metres tall. "
    "The jury praised the balance of the figure and the way in which it catches the evening light. "
    "It will stand beside the canal from September, when the new footpath is opened by the mayor. "
    "Visitors can see the drafts in the city museum until the end of October."
)
